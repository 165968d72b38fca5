import { describe, expect, test } from 'vitest';
import { randomSigned, randomUniform, relativeError, worstError } from '../gpu/testing';
import { fusedOtCpu } from '../kernels/fusedOt.cpu';
import { type OtSettings, readStatus, STATUS, STATUS_SIZE } from '../kernels/otProblem';
import { raggedLayout } from '../kernels/ragged';
import { solveWasm } from '../wasm';
import { GOLDEN } from './goldenTesting';

/** Sizes around the vectors of 4 and the tiles of 4 x 8, and the degenerate shapes. */
const ROWS = [24, 7, 1, 9, 33];
const COLUMNS = [37, 11, 9, 1, 18];
const WANTED = { gradient: true, plan: true };

/** Problems whose y are like some x; d is no multiple of a vector. */
function similarTokens(d = 19, rowCounts = ROWS, columnCounts = COLUMNS) {
  const layout = raggedLayout(rowCounts, columnCounts);
  const x = randomSigned(layout.rows * d, 12345);
  const y = randomSigned(layout.columns * d, 987654).map((value, at) => {
    const like = (Math.floor(at / d) * 5) % layout.rows;
    return 0.6 * value + 0.6 * x[like * d + (at % d)]!;
  });
  return { layout, batch: { x, y, d, rowCounts, columnCounts } };
}

/** Random weights that sum to 1 per side of each problem. */
function randomWeights(rowCounts = ROWS, columnCounts = COLUMNS) {
  const sides = rowCounts.flatMap((n, b) => [n, columnCounts[b]!]);
  const weights = randomUniform(
    sides.reduce((sum, size) => sum + size, 0),
    5555,
  );
  let at = 0;
  for (const size of sides) {
    const side = weights.subarray(at, at + size);
    const total = side.reduce((sum, weight) => sum + weight, 0);
    side.set(side.map((weight) => weight / total));
    at += size;
  }
  return weights;
}

const UNBALANCED = { kind: 'unbalanced', rhoX: 0.3, rhoY: 1 } as const;
const PARTIAL = { kind: 'partial', mass: 0.6 } as const;
const GEOMETRIC = { kind: 'geometric', from: 1, factor: 0.7 } as const;
const PROXIMAL = { kind: 'proximal' } as const;

const SAME_ITERATIONS: readonly OtSettings[] = [
  ...[0.005, 0.02, 0.05, 0.5, 2].flatMap((eps) => [
    { eps, iterations: 40 },
    { eps, iterations: 40, marginals: UNBALANCED },
    { eps, iterations: 40, marginals: PARTIAL },
  ]),
  { eps: 0.1, iterations: 30, cost: 'squared-euclidean', distortion: 0.3 },
  { eps: 0.1, iterations: 30, cost: 'squared-euclidean', marginals: UNBALANCED },
  { eps: 0.1, iterations: 30, cost: 'dot', distortion: 0.3 },
  { eps: 0.1, iterations: 30, cost: 'dot', marginals: UNBALANCED },
  { eps: 0.02, iterations: 30, schedule: GEOMETRIC },
  { eps: 0.02, iterations: 5, schedule: GEOMETRIC, marginals: PARTIAL },
  { eps: 0.5, iterations: 30, schedule: PROXIMAL },
  { eps: 0.5, iterations: 30, schedule: PROXIMAL, marginals: UNBALANCED },
  { eps: 0.1, iterations: 42, relaxation: 'safeguarded' },
  { eps: 0.02, iterations: 42, relaxation: 'safeguarded' },
  { eps: 0.05, iterations: 42, relaxation: 'safeguarded', schedule: GEOMETRIC },
  { eps: 0.005, iterations: 1 },
  { eps: 0.005, iterations: 2 },
];

describe('the same iterations as float64', () => {
  // Measured: loss 1.2e-6, gradient 1.7e-6, both squared-euclidean; cosine 6e-7 and 1.4e-6.
  test.each(SAME_ITERATIONS.map((settings) => [JSON.stringify(settings), settings] as const))(
    '%s',
    (_, settings) => {
      const { layout, batch } = similarTokens();
      for (const weights of [undefined, randomWeights()]) {
        const input = { ...batch, ...(weights && { weights }) };
        const got = solveWasm(input, settings, WANTED);
        const want = fusedOtCpu({ ...input, layout }, settings);
        let [token, entry] = [0, 0];
        ROWS.forEach((n, b) => {
          const m = COLUMNS[b]!;
          const gradient = (of: ArrayLike<number>) =>
            Array.from(of).slice(token * batch.d, (token + m) * batch.d);
          expect(
            relativeError(gradient(got.gradient!), gradient(want.gradient)),
            `gradient ${b}`,
          ).toBeLessThan(3e-6);
          const here = Array.from(want.plan.subarray(entry, entry + n * m));
          const plan = got.plan!.subarray(entry, entry + n * m);
          expect(worstError(plan, here), `plan ${b}`).toBeLessThan(1e-6 * scaleOf(here));
          expectStatus(got.status, want.status, b);
          token += m;
          entry += n * m;
        });
        const kept = want.potentials.map((value) => (value < -1e20 ? 0 : value));
        expect(worstError(got.potentials, kept)).toBeLessThan(4e-6);
      }
    },
  );

  function scaleOf(values: readonly number[]): number {
    return Math.max(1, ...values);
  }

  function expectStatus(got: Float32Array, want: Float64Array, b: number): void {
    const at = (field: keyof typeof STATUS) => b * STATUS_SIZE + STATUS[field];
    const loss = want[at('loss')]!;
    expect(Math.abs(got[at('loss')]! - loss), `loss ${b}`).toBeLessThan(2e-6 * Math.abs(loss));
    // An unbalanced plan may have a mass above 1 where the cost is a dot product.
    const scale = Math.max(1, want[at('mass')]!, Math.abs(want[at('value')]!));
    for (const field of ['value', 'rowError', 'columnError', 'gap', 'mass'] as const) {
      const error = Math.abs(got[at(field)]! - want[at(field)]!);
      expect(error, `${field} ${b}`).toBeLessThan(3e-6 * scale);
    }
    expect(got[at('iterations')]).toBe(want[at('iterations')]);
  }

  test('a problem of many rows and columns, in the kernel domain, with absorption and in logarithms', () => {
    const sizes = [[301], [517]] as const;
    const { layout, batch } = similarTokens(16, [...sizes[0]], [...sizes[1]]);
    const domains = (
      [
        { eps: 0.1, iterations: 12 },
        { eps: 0.01, iterations: 12 },
        { eps: 0.1, iterations: 8, schedule: GEOMETRIC },
      ] as const
    ).map((settings) => {
      const got = solveWasm(batch, settings, WANTED);
      const want = fusedOtCpu({ ...batch, layout }, settings);
      expect(relativeError(got.gradient!, want.gradient)).toBeLessThan(3e-6);
      expect(Math.abs(got.status[0]! / want.status[0]! - 1)).toBeLessThan(1e-6);
      return readStatus(got.status, 0).domain;
    });
    expect(domains).toEqual(['kernel', 'absorption', 'log']);
  });

  test('started from given potentials', () => {
    const { layout, batch } = similarTokens();
    for (const eps of [0.02, 0.2]) {
      const first = solveWasm(batch, { eps, iterations: 20 });
      const start = first.potentials;
      const got = solveWasm({ ...batch, start }, { eps, iterations: 20 }, WANTED);
      const want = fusedOtCpu({ ...batch, layout, start }, { eps, iterations: 20 });
      expect(relativeError(got.gradient!, want.gradient)).toBeLessThan(3e-6);
      const straight = solveWasm(batch, { eps, iterations: 40 }, WANTED);
      expect(relativeError(got.gradient!, straight.gradient!)).toBeLessThan(3e-6);
    }
  });
});

describe('golden cases, stopped at 1e-6', () => {
  // Measured: gradient 3.2e-6, loss 3.7e-7.
  test.each(GOLDEN.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { n, m, d, eps } = one;
    const batch = {
      x: Float32Array.from(one.X),
      y: Float32Array.from(one.Y),
      d,
      rowCounts: [n],
      columnCounts: [m],
      weights: Float32Array.from([...one.a, ...one.b]),
    };
    for (const relaxation of ['none', 'safeguarded'] as const) {
      const settings = { eps, iterations: 20_000, tolerance: 1e-6, relaxation };
      const { status, gradient } = solveWasm(batch, settings, { gradient: true });
      const { loss, value, converged, iterations, rowError } = readStatus(status, 0, 1e-6);
      expect(relativeError(gradient!, one.gradYPlanFixed)).toBeLessThan(1e-5);
      expect(Math.abs(loss / one.loss - 1)).toBeLessThan(2e-6);
      expect(Math.abs(value / one.valueKl - 1)).toBeLessThan(2e-6);
      expect(converged).toBe(true);
      expect(iterations % 4).toBe(0);
      expect(rowError).toBeLessThan(2e-6);
    }
  });

  test('over-relaxation takes fewer iterations', () => {
    const one = GOLDEN.find(({ name }) => name.includes('0.05'))!;
    const batch = {
      x: Float32Array.from(one.X),
      y: Float32Array.from(one.Y),
      d: one.d,
      rowCounts: [one.n],
      columnCounts: [one.m],
    };
    const needed = (['none', 'safeguarded'] as const).map((relaxation) => {
      const settings = { eps: one.eps, iterations: 2000, tolerance: 1e-6, relaxation };
      return readStatus(solveWasm(batch, settings).status, 0).iterations;
    });
    expect(needed[1]).toBeLessThan(0.7 * needed[0]!);
  });
});
