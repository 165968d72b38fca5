import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { randomUnit, relativeError, worstError } from '../gpu/testing';
import { GOLDEN, type GoldenCase, golden, l1Error } from './goldenTesting';
import { solveOtCpu } from './solveOtCpu';

const problemOf = ({ n, m, d, X, Y, a, b }: GoldenCase) => ({
  x: X,
  y: Y,
  n,
  m,
  d,
  weights: [...a, ...b],
});

describe('solveOtCpu', () => {
  test.each(GOLDEN)('reaches the reference on $name', (want) => {
    const settings = { eps: want.eps, iterations: 20_000, tolerance: 1e-12 };
    const got = solveOtCpu(problemOf(want), settings);
    expect(got.converged).toBe(true);
    expect(l1Error(got.plan, want.P)).toBeLessThan(1e-10);
    expect(Math.abs(got.loss - want.loss)).toBeLessThan(1e-10);
    expect(Math.abs(got.value - want.valueKl)).toBeLessThan(1e-10);
    expect(relativeError(got.gradient, want.gradYPlanFixed)).toBeLessThan(2e-9);
    const shift = got.f.reduce((sum, f, i) => sum + f * want.a[i]!, 0); // golden: <f, a> = 0
    const errors = [
      worstError(
        got.f.map((f) => f - shift),
        want.f,
      ),
      worstError(
        got.g.map((g) => g + shift),
        want.g,
      ),
    ];
    expect(Math.max(...errors)).toBeLessThan(1e-10);
  });

  test('gives entropies of rows: none for a single target, log m for all alike', () => {
    const ones = new Float32Array(20).fill(0.5); // 5 vectors of length 1
    const alike = solveOtCpu(
      { x: ones.slice(0, 8), y: ones.slice(8), n: 2, m: 3, d: 4 },
      { eps: 0.05, iterations: 3 },
    );
    expect([alike.loss, alike.converged]).toEqual([0, true]);
    expect(worstError(alike.rowEntropy, [Math.log(3), Math.log(3)])).toBeLessThan(1e-14);
    const pairs = { x: [1, 0, 0, 1], y: [1, 0, 0, 1], n: 2, m: 2, d: 2 };
    const clear = solveOtCpu(pairs, { eps: 1e-3, iterations: 2 });
    expect(worstError(clear.plan, [0.5, 0, 0, 0.5])).toBeLessThan(1e-12);
    expect(worstError(clear.rowEntropy, [0, 0])).toBeLessThan(1e-12);
  });

  test('a row without weight has entropy 0', () => {
    const problem = { x: randomUnit(2, 3, 5), y: randomUnit(4, 3, 900), n: 2, m: 4, d: 3 };
    const weights = [0, 1, 0.25, 0.25, 0.25, 0.25];
    const { rowEntropy } = solveOtCpu({ ...problem, weights }, { eps: 0.1, iterations: 5 });
    expect(rowEntropy[0]).toBe(0);
    expect(Math.abs(rowEntropy[1]! - Math.log(4))).toBeLessThan(1e-12);
  });

  test('says that it has not converged, and stops by itself when it has', () => {
    const want = golden('rectEps0.05');
    const solve = (iterations: number, tolerance?: number) =>
      solveOtCpu(problemOf(want), { eps: 0.05, iterations, ...(tolerance && { tolerance }) });
    expect(solve(5).converged).toBe(false);
    const { iterations, marginalError, converged } = solve(999, 1e-3);
    expect(converged).toBe(true);
    expect(marginalError).toBeLessThanOrEqual(1e-3);
    expect(iterations).toBeLessThan(60);
    expect(iterations % 4).toBe(0);
  });

  test('refuses settings and arrays that make no sense', () => {
    const problem = { x: [1], y: [1], n: 1, m: 1, d: 1 };
    const settings = { eps: 1, iterations: 1 };
    const solve = (change: object, n = 1) => {
      return () => solveOtCpu({ ...problem, n }, { ...settings, ...change });
    };
    expect(solve({ eps: 0 })).toThrow('solveOtCpu: eps must be positive and finite, got 0');
    expect(solve({ eps: -0.1 })).toThrow('got -0.1');
    expect(solve({ iterations: 0.5 })).toThrow('iterations must be a whole number >= 1, got 0.5');
    expect(solve({}, 2)).toThrow(ShapeError);
    expect(() => solveOtCpu({ ...problem, weights: [1] }, settings)).toThrow('weights');
    expect(() => solveOtCpu({ ...problem, start: [1] }, settings)).toThrow('start');
    expect(() => solveOtCpu({ ...problem, x: [], n: 0 }, settings)).toThrow('0 rows');
  });
});
