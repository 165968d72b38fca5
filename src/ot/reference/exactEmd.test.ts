import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShapeError } from '../../gpu';
import { randomUniform } from '../../gpu/testing';
import { groundCostCpu, raggedLayout } from '../../kernels';
import { GOLDEN, HARD_GOLDEN } from '../goldenTesting';
import { entropicBias } from './entropicBias';
import { type EmdProblem, exactEmd } from './exactEmd';

/** Whether plan and potentials prove each other optimal: the plan has the marginals, f and g are feasible and tight. */
function certify(problem: EmdProblem) {
  const { cost, n, m, a, b } = problem;
  const solution = exactEmd(problem);
  const { plan, value, f, g } = solution;
  const sums = [new Float64Array(n), new Float64Array(m)] as const;
  let [infeasible, slack] = [0, 0];
  plan.forEach((p, at) => {
    const [i, j] = [Math.floor(at / m), at % m];
    expect(p).toBeGreaterThanOrEqual(0);
    sums[0][i]! += p;
    sums[1][j]! += p;
    const reduced = cost[at]! - f[i]! - g[j]!;
    infeasible = Math.max(infeasible, -reduced);
    if (p > 0) slack = Math.max(slack, Math.abs(reduced));
  });
  const range = Math.max(1, ...Array.from(cost, Math.abs));
  const total = Array.from(a).reduce((sum, weight) => sum + weight, 0);
  expect(infeasible).toBeLessThan(1e-12 * range);
  expect(slack).toBeLessThan(1e-12 * range);
  const other = Array.from(b).reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < n; i++) expect(Math.abs(sums[0][i]! - a[i]!)).toBeLessThan(1e-13 * total);
  for (let j = 0; j < m; j++)
    expect(Math.abs(sums[1][j]! - (b[j]! * total) / other)).toBeLessThan(1e-13 * total);
  const dual = f.reduce((sum, u, i) => sum + u * sums[0][i]!, 0);
  const both = g.reduce((sum, v, j) => sum + v * sums[1][j]!, dual);
  expect(Math.abs(both - value)).toBeLessThan(1e-12 * range * Math.max(1, total));
  return solution;
}

/** The cheapest assignment of n to n by trying all. */
function bruteForce(cost: ArrayLike<number>, n: number, row = 0, taken = 0): number {
  if (row === n) return 0;
  let least = Infinity;
  for (let j = 0; j < n; j++)
    if (!(taken & (1 << j)))
      least = Math.min(least, cost[row * n + j]! + bruteForce(cost, n, row + 1, taken | (1 << j)));
  return least;
}

/** Whole-number weights one unit at a time: each unit a row and a column of its own in an assignment. */
function unitByUnit({ cost, m, a, b }: EmdProblem): number {
  const spread = (weights: ArrayLike<number>) =>
    Array.from(weights).flatMap((weight, k) => Array<number>(weight).fill(k));
  const [rows, columns] = [spread(a), spread(b)];
  const all = rows.flatMap((i) => columns.map((j) => cost[i * m + j]!));
  return bruteForce(all, rows.length);
}

const uniform = (n: number) => Array<number>(n).fill(1 / n);
const costs = (length: number) =>
  fc.oneof(
    fc.array(fc.double({ min: -2, max: 5, noNaN: true }), { minLength: length, maxLength: length }),
    fc.array(fc.integer({ min: 0, max: 2 }), { minLength: length, maxLength: length }), // ties
  );
/** At most `units` parts, zeros included, that sum to `units`. */
const parts = (units: number) =>
  fc.array(fc.integer({ min: 0, max: units }), { maxLength: 4 }).map((cuts) => {
    const ends = [...cuts.sort((p, q) => p - q), units];
    return ends.map((end, k) => end - (ends[k - 1] ?? 0));
  });

describe('exactEmd', () => {
  test.each([...GOLDEN, ...HARD_GOLDEN])('has the value of POT on $name', (want) => {
    const { n, m, d, X, Y, a, b, emd } = want;
    const cost = groundCostCpu({ x: X, y: Y, d, layout: raggedLayout([n], [m]) });
    const { value } = certify({ cost, n, m, a, b });
    expect(Math.abs(value - emd)).toBeLessThan(1e-12);
    const { absolute, relative } = entropicBias(want.loss, value);
    expect(absolute).toBeGreaterThan(-1e-12);
    expect(relative).toBeCloseTo(want.loss / emd - 1, 9);
  });

  test('equals the cheapest of all permutations', () => {
    const square = fc
      .integer({ min: 1, max: 6 })
      .chain((n) => fc.tuple(fc.constant(n), costs(n * n)));
    fc.assert(
      fc.property(square, ([n, cost]) => {
        const { value, plan } = certify({ cost, n, m: n, a: uniform(n), b: uniform(n) });
        expect(value).toBeCloseTo(bruteForce(cost, n) / n, 12);
        for (const p of plan) expect(p === 0 || Math.abs(p * n - 1) < 1e-12).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('equals the transport of unit by unit, for any weights, zeros and ties included', () => {
    const any = fc
      .integer({ min: 1, max: 6 })
      .chain((units) => fc.tuple(parts(units), parts(units)))
      .chain(([a, b]) =>
        costs(a.length * b.length).map((cost) => ({ cost, n: a.length, m: b.length, a, b })),
      );
    fc.assert(
      fc.property(any, (problem) => {
        expect(certify(problem).value).toBeCloseTo(unitByUnit(problem), 11);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [200, 150, 1],
    [128, 128, 4],
    [1, 300, 9],
    [300, 1, 13],
  ])('certifies %i x %i', (n, m, seed) => {
    const cost = randomUniform(n * m, 7919 * seed);
    const weights = (count: number, from: number) => {
      const values = randomUniform(count, from).map((w) => (w < 0.1 ? 0 : w));
      const sum = values.reduce((total, w) => total + w, 0);
      return values.map((w) => w / sum); // float32: sums differ by rounding
    };
    certify({ cost, n, m, a: weights(n, 31337 * seed), b: weights(m, 104729 * seed) });
  });

  test('equal costs everywhere', () => {
    const [n, m] = [40, 30];
    const { value } = certify({
      cost: Array(n * m).fill(0.25),
      n,
      m,
      a: uniform(n),
      b: uniform(m),
    });
    expect(value).toBeCloseTo(0.25, 13);
  });

  test('refuses what is no problem', () => {
    const solve = (change: Partial<EmdProblem>) => () =>
      exactEmd({ cost: [1, 2], n: 1, m: 2, a: [1], b: [0.5, 0.5], ...change });
    expect(solve({ cost: [1] })).toThrow(ShapeError);
    expect(solve({ n: 0, cost: [], a: [] })).toThrow(ShapeError);
    expect(solve({ cost: [1, Number.NaN] })).toThrow('exactEmd: cost[1] must be finite, got NaN');
    expect(solve({ b: [1.5, -0.5] })).toThrow('b[1] must be finite and not negative, got -0.5');
    expect(solve({ b: [0.5, 0.6] })).toThrow('the same positive sum, got 1 and 1.1');
    expect(solve({ a: [0], b: [0, 0] })).toThrow('the same positive sum, got 0 and 0');
  });
});

test('entropicBias has no relative bias where the exact loss is 0', () => {
  expect(entropicBias(0.1, 0)).toEqual({ absolute: 0.1, relative: undefined });
  expect(entropicBias(-0.5, -1)).toEqual({ absolute: 0.5, relative: 0.5 });
  expect(() => entropicBias(Number.NaN, 1)).toThrow('entropicBias: loss must be finite, got NaN');
});
