import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { randomUnit, relativeError, worstError } from '../gpu/testing';
import { planGradientCpu, raggedLayout } from '../kernels';
import {
  GOLDEN,
  type GoldenCase,
  golden,
  l1Error,
  normalised,
  throughNorm,
  transposed,
} from './goldenTesting';
import { solveOtCpu } from './solveOtCpu';
import type { OtProblemCpu } from './types';

function problemOf({ n, m, d, X, Y, a, b }: GoldenCase): OtProblemCpu {
  const [logA, logB] = [a.map(Math.log), b.map(Math.log)];
  return { n, m, d, x: normalised(X, d), y: normalised(Y, d), logA, logB };
}

describe('solveOtCpu', () => {
  describe.each(GOLDEN)('on $name', (want) => {
    const { n, m, d, eps } = want;
    const settings = { eps, iterations: 20_000, tolerance: 1e-12 };

    test('reaches plan, loss and potentials of the reference', () => {
      const got = solveOtCpu(problemOf(want), settings);
      expect(got.converged).toBe(true);
      expect(l1Error(got.plan, want.P)).toBeLessThan(1e-10);
      expect(Math.abs(got.loss - want.loss)).toBeLessThan(1e-10);
      const shift = got.f.reduce((sum, f, i) => sum + f * want.a[i]!, 0); // golden: <f, a> = 0
      expect(
        worstError(
          got.f.map((f) => f - shift),
          want.f,
        ),
      ).toBeLessThan(1e-10);
      expect(
        worstError(
          got.g.map((g) => g + shift),
          want.g,
        ),
      ).toBeLessThan(1e-10);
    });

    test('gives the plan-fixed gradient of the reference', () => {
      const { x } = problemOf(want);
      const { plan } = solveOtCpu(problemOf(want), settings);
      const layout = raggedLayout([m], [n]); // roles swapped: the reference derives by Y
      const turned = transposed(plan, n, m);
      const gradient = planGradientCpu({ plan: turned, y: x, d, layout, scale: 1 });
      expect(relativeError(throughNorm(gradient, want.Y, d), want.gradYPlanFixed)).toBeLessThan(
        1e-9,
      );
    });

    test.each(Object.entries(want.trace))(
      'has its error and loss after %s iterations',
      (k, [error, loss]) => {
        const got = solveOtCpu(problemOf(want), { eps, iterations: Number(k) });
        expect(got.iterations).toBe(Number(k));
        expect(Math.abs(got.marginalError - error)).toBeLessThan(1e-12);
        expect(Math.abs(got.loss - loss)).toBeLessThan(1e-12);
      },
    );
  });

  test('the plan-fixed gradient is the exact one of the regularised value', () => {
    const want = golden('rectEps0.05');
    const { n, m, d, eps, a, b } = want;
    const problem = problemOf(want);
    const value = (x: ArrayLike<number>) => {
      const { plan, loss } = solveOtCpu(
        { ...problem, x },
        { eps, iterations: 5000, tolerance: 1e-13 },
      );
      const term = (p: number, at: number) => p * Math.log(p / (a[(at / m) | 0]! * b[at % m]!));
      return loss + eps * plan.reduce((sum, p, at) => sum + term(p, at), 0);
    };
    expect(Math.abs(value(problem.x) - want.valueKl)).toBeLessThan(1e-12);
    const { plan } = solveOtCpu(problem, { eps, iterations: 5000, tolerance: 1e-13 });
    const layout = raggedLayout([n], [m]);
    const gradient = planGradientCpu({ plan, y: problem.y, d, layout, scale: 1 });
    const direction = randomUnit(1, n * d, 3);
    const along = gradient.reduce((sum, g, at) => sum + g * direction[at]!, 0);
    const moved = (h: number) => Float64Array.from(direction, (v, at) => problem.x[at]! + h * v);
    const slope = (value(moved(1e-4)) - value(moved(-1e-4))) / 2e-4;
    expect(Math.abs(slope / along - 1)).toBeLessThan(1e-6);
  });

  test('spreads identical vectors evenly, at no cost', () => {
    const ones = new Float32Array(20).fill(0.5); // 5 vectors of length 1
    const problem = { x: ones.slice(0, 8), y: ones.slice(8), n: 2, m: 3, d: 4 };
    const { loss, plan, rowEntropy, converged } = solveOtCpu(problem, { eps: 0.05, iterations: 3 });
    expect([loss, converged]).toEqual([0, true]);
    expect(worstError(plan, Array(6).fill(1 / 6))).toBeLessThan(1e-15);
    expect(worstError(rowEntropy, [Math.log(3), Math.log(3)])).toBeLessThan(1e-14);
  });

  test('charges 1 for a zero vector', () => {
    const problem = { x: [0, 0, 1, 0], y: [0, 0, 1, 0], n: 2, m: 2, d: 2 };
    const { cost, plan } = solveOtCpu(problem, { eps: 1, iterations: 200 });
    expect([...cost]).toEqual([1, 1, 1, 0]);
    // plan = [p, q, q, p] with p + q = 1/2 and (p / q)^2 = e, the cross ratio of exp(-cost)
    const p = 0.5 / (1 + Math.exp(-0.5));
    expect(worstError(plan, [p, 0.5 - p, 0.5 - p, p])).toBeLessThan(1e-12);
  });

  test('gives clear pairs all their mass and no entropy', () => {
    const pairs = { x: [1, 0, 0, 1], y: [1, 0, 0, 1], n: 2, m: 2, d: 2 };
    const { plan, rowEntropy } = solveOtCpu(pairs, { eps: 1e-3, iterations: 2 });
    expect(worstError(plan, [0.5, 0, 0, 0.5])).toBeLessThan(1e-12);
    expect(worstError(rowEntropy, [0, 0])).toBeLessThan(1e-12);
  });

  test.each([1e-4, 1e-3, 10])('stays finite and within its bounds at eps %f', (eps) => {
    const [n, m, d] = [7, 9, 5];
    const problem = { x: randomUnit(n, d, 1), y: randomUnit(m, d, 2), n, m, d };
    const { plan, loss, f, g, marginalError } = solveOtCpu(problem, { eps, iterations: 50 });
    expect([...plan, ...f, ...g, loss, marginalError].every(Number.isFinite)).toBe(true);
    const columns = Float64Array.from({ length: m }, (_, j) => {
      return plan.reduce((sum, p, at) => sum + (at % m === j ? p : 0), 0);
    });
    expect(worstError(columns, Array(m).fill(1 / m))).toBeLessThan(1e-12);
  });

  test('says that it has not converged, and stops by itself when it has', () => {
    const { eps } = golden('rectEps0.05');
    const problem = problemOf(golden('rectEps0.05'));
    expect(solveOtCpu(problem, { eps, iterations: 5 }).converged).toBe(false);
    const { iterations, marginalError } = solveOtCpu(problem, {
      eps,
      iterations: 999,
      tolerance: 1e-3,
    });
    expect(marginalError).toBeLessThanOrEqual(1e-3);
    expect(iterations).toBeLessThan(60);
  });

  test('refuses settings and arrays that make no sense', () => {
    const problem = { x: [1], y: [1], n: 1, m: 1, d: 1 };
    const solve =
      (eps: number, iterations = 1) =>
      () =>
        solveOtCpu(problem, { eps, iterations });
    expect(solve(0)).toThrow('solveOtCpu: eps must be positive and finite, got 0');
    expect(solve(-0.1)).toThrow('got -0.1');
    expect(solve(Number.POSITIVE_INFINITY)).toThrow('got Infinity');
    expect(solve(1, 0.5)).toThrow('iterations must be a whole number >= 1, got 0.5');
    expect(() => solveOtCpu({ ...problem, n: 2 }, { eps: 1, iterations: 1 })).toThrow(ShapeError);
    expect(() => solveOtCpu({ ...problem, m: 2 }, { eps: 1, iterations: 1 })).toThrow(ShapeError);
    expect(() => solveOtCpu({ ...problem, x: [], n: 0 }, { eps: 1, iterations: 1 })).toThrow(
      '0 rows',
    );
  });
});
