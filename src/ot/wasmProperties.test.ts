import { describe, expect, test } from 'vitest';
import { randomSigned, randomUniform, relativeError } from '../gpu/testing';
import { fusedOtCpu } from '../kernels/fusedOt.cpu';
import type { Marginals, OtHostBatch, OtHostResult, OtSettings } from '../kernels/otProblem';
import { raggedLayout } from '../kernels/ragged';
import { solveWasm } from '../wasm';

const WANTED = { gradient: true, plan: true };
const MARGINALS: readonly Marginals[] = [
  { kind: 'balanced' },
  { kind: 'unbalanced', rhoX: 0.3, rhoY: 1 },
  { kind: 'partial', mass: 0.6 },
];

function problem(n: number, m: number, d: number, seed: number) {
  const batch = {
    x: randomSigned(n * d, 7919 * seed),
    y: randomSigned(m * d, 104729 * seed + 5),
    d,
    rowCounts: [n],
    columnCounts: [m],
  };
  const a = unitSum(randomUniform(n, 31337 * seed));
  const b = unitSum(randomUniform(m, 271828 * seed));
  return { batch, a, b };
}

function unitSum(values: Float32Array): Float32Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

function joined(...parts: Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

function finite({ status, potentials, gradient, plan }: OtHostResult): boolean {
  return [status, potentials, gradient!, plan!].every((values) => values.every(Number.isFinite));
}

describe('tokens of weight zero', () => {
  const settings: OtSettings[] = [
    ...MARGINALS.flatMap((marginals) => [
      { eps: 0.1, iterations: 20, marginals },
      { eps: 0.005, iterations: 20, marginals },
    ]),
    { eps: 0.1, iterations: 20, cost: 'squared-euclidean' },
    { eps: 0.05, iterations: 20, schedule: { kind: 'proximal' } },
    { eps: 0.05, iterations: 40, tolerance: 1e-4, relaxation: 'safeguarded' },
  ];

  // d = 6 is padded, d = 16 is worked on where it is given.
  const cases = settings.flatMap((one) =>
    [6, 16].map((d) => [JSON.stringify(one), one, d] as const),
  );
  test.each(cases)('change nothing else, bit for bit: %s', (_, one, d) => {
    const [n, m] = [13, 10];
    const { batch, a, b } = problem(n, m, d, 3);
    const plain = solveWasm({ ...batch, weights: joined(a, b) }, one, WANTED);
    // Two rows and one column more, in between.
    const [atRow, atColumn] = [5, 2];
    const extra = randomSigned(2 * d, 4242);
    const padded: OtHostBatch = {
      x: joined(batch.x.subarray(0, atRow * d), extra, batch.x.subarray(atRow * d)),
      y: joined(
        batch.y.subarray(0, atColumn * d),
        new Float32Array(d),
        batch.y.subarray(atColumn * d),
      ),
      d,
      rowCounts: [n + 2],
      columnCounts: [m + 1],
      weights: joined(
        a.subarray(0, atRow),
        new Float32Array(2),
        a.subarray(atRow),
        b.subarray(0, atColumn),
        new Float32Array(1),
        b.subarray(atColumn),
      ),
    };
    const got = solveWasm(padded, one, WANTED);
    expect([...got.status]).toEqual([...plain.status]);
    const without = (values: Float32Array, from: number, count: number) =>
      Array.from(values).toSpliced(from, count);
    expect(without(got.gradient!, atColumn * d, d)).toEqual([...plain.gradient!]);
    const its = got.gradient!.subarray(atColumn * d, (atColumn + 1) * d);
    expect([...its]).toEqual(Array(d).fill(0));
    const f = without(got.potentials.subarray(0, n + 2), atRow, 2);
    const g = without(got.potentials.subarray(n + 2), atColumn, 1);
    expect([...f, ...g]).toEqual([...plain.potentials]);
    const rows = without(got.plan!, atRow * (m + 1), 2 * (m + 1));
    expect(rows.filter((_entry, at) => at % (m + 1) !== atColumn)).toEqual([...plain.plan!]);
    expect(finite(got)).toBe(true);
  });

  test('a side without any weight moves nothing', () => {
    const { batch, b } = problem(3, 4, 5, 2);
    const weights = joined(new Float32Array(3), b);
    const settings = { eps: 0.1, iterations: 5, marginals: MARGINALS[1]! };
    const got = solveWasm({ ...batch, weights }, settings, WANTED);
    expect(finite(got)).toBe(true);
    expect(Math.max(...got.plan!, ...got.gradient!)).toBe(0);
  });
});

test('a problem in a batch is what it is alone, bit for bit, whatever came before', () => {
  const parts = [
    [17, 40, 1],
    [64, 3, 2],
    [1, 1, 4],
    [17, 40, 6],
    [9, 30, 5],
  ].map(([n, m, seed]) => problem(n!, m!, 11, seed!));
  for (const eps of [0.5, 0.01]) {
    const settings = { eps, iterations: 60, tolerance: 1e-5, relaxation: 'safeguarded' } as const;
    const together = solveWasm(
      {
        x: joined(...parts.map(({ batch }) => batch.x)),
        y: joined(...parts.map(({ batch }) => batch.y)),
        d: 11,
        rowCounts: parts.map(({ batch }) => batch.rowCounts[0]!),
        columnCounts: parts.map(({ batch }) => batch.columnCounts[0]!),
        weights: joined(...parts.flatMap(({ a, b }) => [a, b])),
      },
      settings,
      WANTED,
    );
    const alone = parts.map(({ batch, a, b }) =>
      solveWasm({ ...batch, weights: joined(a, b) }, settings, WANTED),
    );
    for (const field of ['status', 'potentials', 'gradient', 'plan'] as const)
      expect([...together[field]!]).toEqual(alone.flatMap((one) => [...one[field]!]));
  }
});

describe('nothing but finite numbers', () => {
  const EPS = [1e-12, 1e-4, 1e-3, 0.03, 1, 10, 1e12];
  test.each(MARGINALS.map((marginals) => [marginals.kind, marginals] as const))(
    '%s: eps from 1e-4 to 10, zero vectors, equal tokens, tiny weights, opposite vectors',
    (_, marginals) => {
      const [n, m, d] = [12, 9, 5];
      const { batch, a, b } = problem(n, m, d, 8);
      const x = batch.x.slice().fill(0, 0, d); // row 0 is a zero vector
      const y = batch.y.slice().fill(0, d, 2 * d);
      y.set(x.subarray(d, 2 * d)); // equal tokens
      y.set(
        x.subarray(d, 2 * d).map((value) => -1e6 * value),
        3 * d,
      );
      const tiny = b.slice();
      tiny[1] = 1e-30;
      tiny[4] = 1e-42; // below the normal numbers
      for (const eps of EPS)
        for (const iterations of [1, 3, 300])
          for (const schedule of ['constant', 'proximal'] as const) {
            const settings: OtSettings = {
              eps,
              iterations,
              marginals,
              schedule: { kind: schedule },
            };
            const input = { ...batch, x, y, weights: joined(a, tiny) };
            const got = solveWasm(input, settings, WANTED);
            expect(finite(got), `${eps} ${iterations} ${schedule}`).toBe(true);
            expect(Math.min(...got.plan!)).toBeGreaterThanOrEqual(0);
            expect([...got.gradient!.subarray(d, 2 * d)]).toEqual([0, 0, 0, 0, 0]);
          }
    },
  );

  test('the plan at eps 1e-4 is that of float64', () => {
    const { batch, a, b } = problem(12, 9, 16, 11);
    const layout = raggedLayout(batch.rowCounts, batch.columnCounts);
    for (const marginals of MARGINALS) {
      const settings = { eps: 1e-4, iterations: 50, marginals };
      const input = { ...batch, weights: joined(a, b) };
      const got = solveWasm(input, settings, WANTED);
      const want = fusedOtCpu({ ...input, layout }, settings);
      // The rounding of costs near 1 (3e-8) over eps is 3e-4.
      expect(relativeError(got.plan!, want.plan), marginals.kind).toBeLessThan(2e-3);
    }
  });

  test('weights that differ by 2^100 take the kernel domain away, not the answer', () => {
    const { batch, a, b } = problem(6, 7, 8, 13);
    const layout = raggedLayout(batch.rowCounts, batch.columnCounts);
    const tiny = b.slice();
    tiny[2] = 2 ** -100;
    const input = { ...batch, weights: joined(a, unitSum(tiny)) };
    const settings = { eps: 0.1, iterations: 60 };
    const got = solveWasm(input, settings, WANTED);
    const want = fusedOtCpu({ ...input, layout }, settings);
    expect(relativeError(got.gradient!, want.gradient)).toBeLessThan(3e-6);
    expect(got.status[6]).toBe(1);
  });
});

test('refuses counts and arrays that do not fit, by name and number', () => {
  const { batch } = problem(3, 4, 5, 2);
  const settings = { eps: 0.1, iterations: 5 };
  const wrong: [Partial<OtHostBatch>, string][] = [
    [{ rowCounts: [0] }, 'problem 0 has 0 x 4 tokens'],
    [{ columnCounts: [4, 1] }, 'columnCounts has 2 values, wanted 1'],
    [{ x: new Float32Array(14) }, 'x has 14 values, wanted 15'],
    [{ y: new Float32Array(0) }, 'y has 0 values, wanted 20'],
    [{ weights: new Float32Array(6) }, 'weights has 6 values, wanted 7'],
    [{ start: new Float32Array(8) }, 'start has 8 values, wanted 7'],
    [{ d: 0 }, 'd must be a whole number of at least 1, got 0'],
  ];
  for (const [part, message] of wrong)
    expect(() => solveWasm({ ...batch, ...part }, settings)).toThrow(message);
  expect(solveWasm({ ...batch, ...problem(3, 4, 5, 2).batch }, settings).status[5]).toBe(5);
});
