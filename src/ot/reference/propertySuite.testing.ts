import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  groundCostCpu,
  type Marginals,
  type OtHostBatch,
  type OtSettings,
  type OtWanted,
  raggedLayout,
  readStatus,
} from '../../kernels';
import { l1Error, transposed } from '../goldenTesting';
import { exactEmd } from './exactEmd';
import {
  batchOf,
  type Case,
  cases,
  casesWith,
  casesWithMarginals,
  EASY_EPS,
  orderOf,
  permuted,
} from './propertyCases.testing';

/** What a solver gives back; `OtHostResult` is one. */
export interface SolverResult {
  readonly status: ArrayLike<number>;
  readonly potentials: ArrayLike<number>;
  readonly gradient?: ArrayLike<number>;
  readonly plan?: ArrayLike<number>;
}

export type Solver = (
  batch: OtHostBatch,
  settings: OtSettings,
  wanted: OtWanted,
) => Promise<SolverResult>;

/** What an engine's arithmetic allows. Costs here are at most 12, plans have mass 1 at most. */
export interface Tolerances {
  /** Runs of each property. */
  readonly runs: number;
  /** Of sums, and of plans in L1. */
  readonly plan: number;
  /** Of losses, values and gaps, in the unit of cost. */
  readonly loss: number;
  /** Step of finite differences by y, a power of 2 no larger than 1/32, and the error they may show. */
  readonly step: number;
  readonly slope: number;
}

const BALANCED: Marginals = { kind: 'balanced' };

/** Registers the properties that every engine must have, as tests. The cases are the same in every run. */
export function otProperties(name: string, solve: Solver, tolerances: Tolerances): void {
  const { runs, plan: near, loss: close } = tolerances;

  const solved = async (one: Case, change: Partial<OtSettings> = {}) => {
    const settings = { eps: EASY_EPS[one.cost], iterations: 200, cost: one.cost, ...change };
    const result = await solve(batchOf(one), settings, { plan: true, gradient: true });
    const plan = Float64Array.from(result.plan!);
    return { ...readStatus(result.status, 0), ...result, plan };
  };
  const property = <T>(title: string, from: fc.Arbitrary<T>, holds: (value: T) => Promise<void>) =>
    test(title, () => fc.assert(fc.asyncProperty(from, holds), { numRuns: runs, seed: 20261123 }));

  describe(`${name}: properties of transport`, () => {
    property(
      'the sums of the plan are the weights, and errors are told truly',
      cases,
      async (one) => {
        const few = await solved(one, { iterations: 2, eps: EASY_EPS[one.cost] / 5 });
        const { rows, columns } = sums(few.plan, one);
        expect(l1Error(columns, one.b)).toBeLessThan(near);
        expect(Math.abs(l1Error(rows, one.a) - few.rowError)).toBeLessThan(near);
        expect(few.columnError).toBeLessThan(near);
        const many = await solved(one);
        expect(l1Error(sums(many.plan, one).rows, one.a)).toBeLessThan(near);
        expect(Math.abs(many.mass - 1)).toBeLessThan(near);
      },
    );

    property(
      'loss and value are those of the plan',
      casesWithMarginals,
      async ([one, marginals]) => {
        const { n, m, a, b } = one;
        const cost = groundCostCpu({ ...one, layout: raggedLayout([n], [m]), distortion: 0.5 });
        const got = await solved(one, { marginals, iterations: 5, distortion: 0.5 });
        const eps = EASY_EPS[one.cost];
        let [loss, kl] = [0, 0];
        got.plan.forEach((p, at) => {
          const product = a[Math.floor(at / m)]! * b[at % m]!;
          loss += p * cost[at]!;
          kl += (p > 0 ? p * Math.log(p / product) : 0) - p + product;
        });
        expect(Math.abs(got.loss - loss)).toBeLessThan(close);
        expect(Math.abs(got.value - loss - eps * kl)).toBeLessThan(close);
      },
    );

    property('tokens of weight zero have no mass', casesWithMarginals, async ([one, marginals]) => {
      const { plan } = await solved(one, { marginals, iterations: 3 });
      plan.forEach((p, at) => {
        const weight = one.a[Math.floor(at / one.m)]! * one.b[at % one.m]!;
        if (weight === 0) expect(p).toBe(0);
        else expect(p).toBeGreaterThan(0);
      });
    });

    property(
      'partial transport moves the mass asked for and no token gives or takes more than it has',
      fc.tuple(cases, fc.constantFrom(0.25, 0.5, 1)),
      async ([one, mass]) => {
        const got = await solved(one, { marginals: { kind: 'partial', mass }, iterations: 2000 });
        const { rows, columns } = sums(got.plan, one);
        expect(Math.abs(got.mass - mass)).toBeLessThan(near);
        expect(Math.abs(rows.reduce((sum, r) => sum + r, 0) - mass)).toBeLessThan(near);
        for (const [i, r] of rows.entries()) expect(r).toBeLessThan(one.a[i]! + near);
        for (const [j, c] of columns.entries()) expect(c).toBeLessThan(one.b[j]! + near);
      },
    );

    property('turning sides turns the plan', casesWithMarginals, async ([one, marginals]) => {
      const { n, m, d, cost, x, y, a, b } = one;
      const other = { n: m, m: n, d, cost, x: y, y: x, a: b, b: a };
      const turned =
        marginals.kind === 'unbalanced'
          ? { ...marginals, rhoX: marginals.rhoY, rhoY: marginals.rhoX }
          : marginals;
      const iterations = marginals.kind === 'partial' ? 2000 : 200;
      const left = await solved(one, { marginals, iterations });
      const right = await solved(other, { marginals: turned, iterations });
      expect(l1Error(transposed(right.plan, m, n), left.plan)).toBeLessThan(near);
      expect(Math.abs(left.value - right.value)).toBeLessThan(close);
    });

    property(
      'annealing, over-relaxation and a warm start end at the same plan',
      cases,
      async (one) => {
        const plain = await solved(one);
        const schedule = { kind: 'geometric', from: 4 * EASY_EPS[one.cost], factor: 0.5 } as const;
        const annealed = await solved(one, { schedule });
        expect(l1Error(annealed.plan, plain.plan)).toBeLessThan(near);
        const relaxed = await solved(one, { relaxation: 'safeguarded' });
        expect(l1Error(relaxed.plan, plain.plan)).toBeLessThan(near);
        const start = Float32Array.from(plain.potentials);
        const eps = EASY_EPS[one.cost];
        const warm = await solve(
          { ...batchOf(one), start },
          { eps, cost: one.cost, iterations: 8 },
          { plan: true },
        );
        expect(l1Error(warm.plan!, plain.plan)).toBeLessThan(near);
      },
    );

    property(
      'a constant added to the cost changes the loss by as much and the plan not at all',
      fc.tuple(casesWith(fc.constant('dot')), fc.constantFrom(-1, 0.25, 2)),
      async ([one, shift]) => {
        const widened = (rows: readonly number[], value: number) =>
          Array.from({ length: rows.length / one.d }, (_, i) => [
            ...rows.slice(i * one.d, (i + 1) * one.d),
            value,
          ]).flat();
        const wide = { ...one, d: one.d + 1, x: widened(one.x, shift), y: widened(one.y, -1) };
        const [left, right] = [await solved(one), await solved(wide)];
        expect(l1Error(right.plan, left.plan)).toBeLessThan(near);
        expect(Math.abs(right.loss - left.loss - shift)).toBeLessThan(close);
        expect(Math.abs(right.value - left.value - shift)).toBeLessThan(close);
      },
    );

    property(
      'scaling cost, eps and rho together scales the loss and leaves the plan',
      casesWithMarginals.filter(([{ cost }]) => cost !== 'cosine'),
      async ([one, marginals]) => {
        const doubled = (rows: readonly number[]) => rows.map((value) => 2 * value);
        const twice = { ...one, x: doubled(one.x), y: doubled(one.y) };
        const scaled =
          marginals.kind === 'unbalanced'
            ? { ...marginals, rhoX: 4 * marginals.rhoX, rhoY: 4 * marginals.rhoY }
            : marginals;
        const left = await solved(one, { marginals, iterations: 7 });
        const eps = 4 * EASY_EPS[one.cost];
        const right = await solved(twice, { marginals: scaled, iterations: 7, eps });
        expect(l1Error(right.plan, left.plan)).toBeLessThan(near);
        expect(Math.abs(right.loss / 4 - left.loss)).toBeLessThan(close);
        expect(Math.abs(right.gap / 4 - left.gap)).toBeLessThan(close);
      },
    );

    const shuffled = casesWithMarginals.chain(([one, marginals]) =>
      fc.tuple(fc.constant(one), fc.constant(marginals), orderOf(one.n), orderOf(one.m)),
    );
    property(
      'permuting tokens permutes the plan',
      shuffled,
      async ([one, marginals, rows, columns]) => {
        const { d, m } = one;
        const other = {
          ...one,
          x: permuted(one.x, rows, d),
          y: permuted(one.y, columns, d),
          a: permuted(one.a, rows),
          b: permuted(one.b, columns),
        };
        const settings = { marginals, iterations: 9 };
        const [left, right] = [await solved(one, settings), await solved(other, settings)];
        const want = rows.flatMap((i) => columns.map((j) => left.plan[i * m + j]!));
        expect(l1Error(right.plan, want)).toBeLessThan(near);
        expect(Math.abs(right.loss - left.loss)).toBeLessThan(close);
        const slopes = permuted(Array.from(left.gradient!), columns, d);
        expect(l1Error(right.gradient!, slopes)).toBeLessThan(30 * close);
      },
    );

    const padded = casesWithMarginals.chain(([one, marginals]) =>
      fc.tuple(fc.constant(one), fc.constant(marginals), casesWith(fc.constant(one.cost))),
    );
    property('padding of weight zero changes no bit', padded, async ([one, marginals, more]) => {
      const { n, m, d } = one;
      const fill = (count: number, from: readonly number[]) =>
        Array.from({ length: count * d }, (_, k) => from[k % from.length]!);
      const none = (count: number) => Array<number>(count).fill(0);
      const wide: Case = {
        ...one,
        n: n + more.n,
        m: m + more.m,
        x: [...one.x, ...fill(more.n, more.x)],
        y: [...one.y, ...fill(more.m, more.y)],
        a: [...one.a, ...none(more.n)],
        b: [...one.b, ...none(more.m)],
      };
      const settings = { marginals, iterations: 11 };
      const [left, right] = [await solved(one, settings), await solved(wide, settings)];
      const inner = Array.from({ length: n * m }, (_, k) => {
        return right.plan[Math.floor(k / m) * wide.m + (k % m)]!;
      });
      expect(inner).toEqual(Array.from(left.plan));
      expect(Array.from(right.status)).toEqual(Array.from(left.status));
      expect(Array.from(right.gradient!).slice(0, m * d)).toEqual(Array.from(left.gradient!));
      expect(
        Array.from(right.gradient!)
          .slice(m * d)
          .every((value) => value === 0),
      ).toBe(true);
    });

    property("a large eps gives the product a b'", cases, async (one) => {
      const { plan } = await solved(one, { eps: 1e6, iterations: 4 });
      const product = one.a.flatMap((a) => one.b.map((b) => a * b));
      expect(l1Error(plan, product)).toBeLessThan(near + 1e-4);
    });

    property('a small eps comes down to the exact loss', cases, async (one) => {
      const { n, m, a, b } = one;
      const layout = raggedLayout([n], [m]);
      const cost = groundCostCpu({ ...one, layout });
      const exact = exactEmd({ cost, n, m, a, b });
      const entropy = exact.plan.reduce((sum, p, at) => {
        return sum + (p > 0 ? p * Math.log(p / (a[Math.floor(at / m)]! * b[at % m]!)) : 0);
      }, 0);
      const range = Math.max(...cost) - Math.min(...cost);
      let above = Infinity;
      for (const share of [1, 0.4, 0.15, 0.06]) {
        const eps = EASY_EPS[one.cost] * share;
        const got = await solved(one, { eps, iterations: 600 });
        const slack = close + 2 * range * (got.rowError + got.columnError);
        expect(got.loss).toBeGreaterThan(exact.value - slack);
        expect(got.loss).toBeLessThan(exact.value + eps * entropy + slack);
        expect(got.loss).toBeLessThan(above + slack);
        above = got.loss;
      }
    });

    property(
      'the gap closes, and the unbalanced one is never negative',
      casesWithMarginals,
      async ([one, marginals]) => {
        const few = await solved(one, { marginals, iterations: 2 });
        if (marginals.kind === 'unbalanced') expect(few.gap).toBeGreaterThan(-close);
        const many = await solved(one, { marginals, iterations: 2000 });
        expect(many.rowError + many.columnError).toBeLessThan(2 * near);
        expect(Math.abs(many.gap)).toBeLessThan(close);
      },
    );

    const several = fc
      .tuple(fc.array(cases, { minLength: 2, maxLength: 4 }), casesWithMarginals)
      .map(([all, [first, marginals]]) => ({
        all: [first, ...all].map((one) => ({
          ...one,
          d: 3,
          x: inThree(one.x, one.d),
          y: inThree(one.y, one.d),
        })),
        settings: { eps: EASY_EPS[first.cost], iterations: 6, cost: first.cost, marginals },
      }));
    property(
      'the order of a batch does not matter, not by a bit',
      several,
      async ({ all, settings }) => {
        const wanted = { plan: true };
        const together = await solve(batchOf(...all), settings, wanted);
        const reversed = await solve(batchOf(...[...all].reverse()), settings, wanted);
        let at = 0;
        for (const [b, one] of all.entries()) {
          const alone = await solve(batchOf(one), settings, wanted);
          const status = (from: SolverResult, k: number) => readStatus(from.status, k);
          expect(status(together, b)).toEqual(status(alone, 0));
          expect(status(reversed, all.length - 1 - b)).toEqual(status(alone, 0));
          const size = one.n * one.m;
          expect(Array.from(together.plan!).slice(at, at + size)).toEqual(Array.from(alone.plan!));
          at += size;
        }
      },
    );

    const moved = casesWithMarginals.chain(([one, marginals]) =>
      fc.tuple(
        fc.constant({ ...one, x: away(one.x, one.d), y: away(one.y, one.d) }),
        fc.constant(marginals),
        fc.array(fc.integer({ min: -8, max: 8 }), {
          minLength: one.m * one.d,
          maxLength: one.m * one.d,
        }),
      ),
    );
    property(
      'the gradient is the slope of the regularised value',
      moved,
      async ([one, marginals, eighths]) => {
        const { step, slope } = tolerances;
        const settings = { marginals, iterations: marginals.kind === 'balanced' ? 100 : 1000 };
        const at = async (h: number) => {
          const y = one.y.map((value, k) => value + (h * eighths[k]!) / 8); // exact in float32
          const { value, plan } = await solved({ ...one, y }, settings);
          return value + penalties(plan, one, marginals);
        };
        const { gradient } = await solved(one, settings);
        const along = Array.from(gradient!).reduce((sum, g, k) => sum + (g * eighths[k]!) / 8, 0);
        const found = ((await at(step)) - (await at(-step))) / (2 * step);
        expect(Math.abs(found - along)).toBeLessThan(slope);
      },
    );
  });
}

function sums(plan: Float64Array, { n, m }: Case) {
  const [rows, columns] = [new Float64Array(n), new Float64Array(m)];
  plan.forEach((p, at) => {
    rows[Math.floor(at / m)]! += p;
    columns[at % m]! += p;
  });
  return { rows, columns };
}

/** `rho KL(sums | weights)` of both sides, 0 unless unbalanced. */
function penalties(plan: Float64Array, one: Case, marginals: Marginals = BALANCED): number {
  if (marginals.kind !== 'unbalanced') return 0;
  const { rows, columns } = sums(plan, one);
  const kl = (got: Float64Array, want: readonly number[]) =>
    got.reduce((sum, r, i) => sum + (r > 0 ? r * Math.log(r / want[i]!) : 0) - r + want[i]!, 0);
  return marginals.rhoX * kl(rows, one.a) + marginals.rhoY * kl(columns, one.b);
}

/** The same vectors in three dimensions. */
function inThree(rows: readonly number[], d: number): number[] {
  return Array.from({ length: (rows.length / d) * 3 }, (_, k) =>
    k % 3 < d ? rows[Math.floor(k / 3) * d + (k % 3)]! : 0,
  );
}

/** First coordinates at 1 or -1: the cosine cost bends sharply near 0. */
function away(rows: readonly number[], d: number): number[] {
  return rows.map((value, k) => (k % d > 0 ? value : value < 0 ? -1 : 1));
}
