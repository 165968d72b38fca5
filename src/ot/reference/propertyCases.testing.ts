import fc from 'fast-check';
import type { GroundCost, Marginals, OtHostBatch } from '../../kernels';

/** One pair of token sets; all numbers are exact in float32, weights sum to exactly 1. */
export interface Case {
  readonly cost: GroundCost;
  readonly n: number;
  readonly m: number;
  readonly d: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/**
 * An eps at which each iteration of any case leaves at most .29 of the error: tanh(range / 4 eps)^2 (Birkhoff), range
 * the largest C_ij + C_kl - C_il - C_kj, which is 4, 12 and 24 for three dimensions in [-1, 1].
 */
export const EASY_EPS: Readonly<Record<GroundCost, number>> = {
  cosine: 1.7,
  dot: 5,
  'squared-euclidean': 10,
};

const SIDE = 5;
const UNITS = 64;

const vectors = (rows: number, d: number) =>
  fc
    .array(fc.integer({ min: -8, max: 8 }), { minLength: rows * d, maxLength: rows * d })
    .map((eighths) => eighths.map((value) => value / 8));

/** Whole 64ths, zeros included. */
const weights = (count: number) =>
  fc
    .array(fc.integer({ min: 0, max: UNITS }), { minLength: count - 1, maxLength: count - 1 })
    .map((cuts) => {
      const ends = [...cuts.sort((p, q) => p - q), UNITS];
      return ends.map((end, k) => (end - (ends[k - 1] ?? 0)) / UNITS);
    });

export const costs = fc.constantFrom<GroundCost>('cosine', 'squared-euclidean', 'dot');

export const casesWith = (cost: fc.Arbitrary<GroundCost>): fc.Arbitrary<Case> =>
  fc
    .record({
      cost,
      n: fc.integer({ min: 1, max: SIDE }),
      m: fc.integer({ min: 1, max: SIDE }),
      d: fc.integer({ min: 1, max: 3 }),
    })
    .chain(({ cost: kind, n, m, d }) =>
      fc.record({
        cost: fc.constant(kind),
        n: fc.constant(n),
        m: fc.constant(m),
        d: fc.constant(d),
        x: vectors(n, d),
        y: vectors(m, d),
        a: weights(n),
        b: weights(m),
      }),
    );

export const cases = casesWith(costs);

/** `rho` and `mass` in units that suit the case: rho in that of its cost. */
export const marginalsFor = (cost: GroundCost): fc.Arbitrary<Marginals> =>
  fc.oneof(
    fc.constant<Marginals>({ kind: 'balanced' }),
    fc.tuple(fc.constantFrom(0.25, 1, 4), fc.constantFrom(0.25, 1, 4)).map(
      ([p, q]): Marginals => ({
        kind: 'unbalanced',
        rhoX: p * EASY_EPS[cost],
        rhoY: q * EASY_EPS[cost],
      }),
    ),
    fc.constantFrom(0.25, 0.5, 0.75).map((mass): Marginals => ({ kind: 'partial', mass })),
  );

export const casesWithMarginals = cases.chain((one) =>
  fc.tuple(fc.constant(one), marginalsFor(one.cost)),
);

export function batchOf(
  ...all: readonly Pick<Case, 'n' | 'm' | 'd' | 'x' | 'y' | 'a' | 'b'>[]
): OtHostBatch {
  return {
    x: Float32Array.from(all.flatMap(({ x }) => x)),
    y: Float32Array.from(all.flatMap(({ y }) => y)),
    d: all[0]!.d,
    rowCounts: all.map(({ n }) => n),
    columnCounts: all.map(({ m }) => m),
    weights: Float32Array.from(all.flatMap(({ a, b }) => [...a, ...b])),
  };
}

/** Row `order[i]` of the matrix (or list, width 1) becomes row i. */
export function permuted(values: readonly number[], order: readonly number[], width = 1): number[] {
  return order.flatMap((row) => values.slice(row * width, (row + 1) * width));
}

export const orderOf = (count: number) =>
  fc.shuffledSubarray(
    Array.from({ length: count }, (_, k) => k),
    { minLength: count, maxLength: count },
  );
