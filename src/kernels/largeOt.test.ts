import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, relativeError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { type LargeOtSettings, largeOt } from './largeOt';
import {
  download,
  type LargeCase,
  l1,
  largeCase,
  referenceOf,
  solveLarge,
  someWeights,
} from './largeOtTesting';
import { LOG_ZERO, readStatus, STATUS } from './otProblem';
import { raggedBatch } from './ragged';

type Rest = Omit<LargeOtSettings, 'iterations'>;
const unbalanced = { kind: 'unbalanced', rhoX: 0.1, rhoY: 0.5 } as const;
const partial = { kind: 'partial', mass: 0.4 } as const;

// Bounds are about twice what was measured: loss 4.1e-7, gradient 1.8e-6 (eps 1e-4: 4.3e-6), plan 1.5e-6.
const SAME_ITERATIONS: [n: number, m: number, d: number, iterations: number, rest: Rest][] = [
  [30, 40, 16, 10, { eps: 0.05 }],
  [65, 65, 7, 20, { eps: 0.005 }],
  [70, 3, 5, 20, { eps: 0.05 }],
  [3, 130, 13, 20, { eps: 0.01 }],
  [1, 70, 4, 2, { eps: 0.1 }],
  [70, 1, 4, 2, { eps: 0.1 }],
  [96, 80, 24, 20, { eps: 2 }],
  [96, 80, 24, 20, { eps: 0.02 }],
  [200, 150, 32, 30, { eps: 0.005 }],
  [70, 66, 12, 12, { eps: 0.001 }],
  [96, 80, 24, 20, { eps: 0.5, cost: 'squared-euclidean', distortion: 0.3 }],
  [96, 80, 24, 20, { eps: 0.5, cost: 'dot', distortion: 0.3 }],
  [96, 80, 24, 20, { eps: 0.05, marginals: unbalanced }],
  [96, 80, 24, 20, { eps: 0.005, marginals: unbalanced }],
  [96, 80, 24, 20, { eps: 0.05, marginals: partial }],
  [96, 80, 24, 20, { eps: 0.005, marginals: partial }],
  [70, 66, 24, 20, { eps: 0.05, schedule: { kind: 'geometric', from: 1, factor: 0.7 } }],
  [
    70,
    66,
    24,
    12,
    { eps: 0.05, marginals: partial, schedule: { kind: 'geometric', from: 1, factor: 0.6 } },
  ],
  [
    70,
    66,
    24,
    12,
    { eps: 0.05, marginals: unbalanced, schedule: { kind: 'geometric', from: 1, factor: 0.7 } },
  ],
  [70, 66, 24, 20, { eps: 0.05, schedule: { kind: 'proximal' } }],
  [70, 66, 24, 9, { eps: 0.2, marginals: partial, schedule: { kind: 'proximal' } }],
];

async function compare(
  result: Awaited<ReturnType<typeof solveLarge>>,
  want: ReturnType<typeof referenceOf>,
  present: (k: number) => boolean = () => true,
  gradientBound = 4e-6,
) {
  const { loss, value, gap, iterations } = STATUS;
  const [got, reference] = [result.status, want.status];
  expect(Math.abs(got[loss]! - reference[loss]!)).toBeLessThan(1e-6 * Math.abs(reference[loss]!));
  expect(Math.abs(got[value]! - reference[value]!)).toBeLessThan(
    1e-6 * Math.abs(reference[value]!),
  );
  expect(got[gap]).toBeCloseTo(reference[gap]!, 5);
  expect(got[iterations]).toBe(reference[iterations]);
  for (const error of [STATUS.rowError, STATUS.columnError])
    expect(Math.abs(got[error]! - reference[error]!)).toBeLessThan(2e-6 + 0.01 * reference[error]!);
  expect(relativeError(result.gradient, want.gradient)).toBeLessThan(gradientBound);
  expect(l1(result.plan, want.plan)).toBeLessThan(3e-6);
  const there = (_: number, k: number) => present(k);
  expect(
    relativeError(result.potentials.filter(there), want.potentials.filter(there)),
  ).toBeLessThan(3e-6);
}

/** Each figure that follows from the plan alone is what float64 finds in it. */
function confirm({ status, plan }: { status: Float32Array; plan: Float32Array }, host: LargeCase) {
  const { n, m } = host;
  const row = Array.from({ length: n }, (_, i) =>
    plan.slice(i * m, (i + 1) * m).reduce((s, p) => s + p, 0),
  );
  const column = new Float64Array(m);
  plan.forEach((p, at) => {
    column[at % m]! += p;
  });
  const weight = (k: number) => host.weights?.[k] ?? 1 / (k < n ? n : m);
  const rowError = row.reduce((sum, r, i) => sum + Math.abs(r - weight(i)), 0);
  const columnError = column.reduce((sum, c, j) => sum + Math.abs(c - weight(n + j)), 0);
  for (const [got, want] of [
    [status[STATUS.rowError]!, rowError],
    [status[STATUS.columnError]!, columnError],
  ])
    expect(Math.abs(got! - want!)).toBeLessThan(2e-7 + 0.1 * want!);
}

describe('largeOt', () => {
  gpuTest.for(SAME_ITERATIONS)(
    'matches float64 after the same iterations, %i x %i, d %i: %i of %j',
    async ([n, m, d, iterations, rest], { scope }) => {
      const host = largeCase(n, m, d);
      const settings = { iterations, ...rest };
      const result = await solveLarge(scope, host, settings);
      await compare(result, referenceOf(host, settings));
      if (!rest.marginals) confirm(result, host);
    },
  );

  describe.each(ADAPTERS)('as on a %s adapter', { timeout: 180_000 }, (_, asAdapter) => {
    gpuTest.for([0.5, 0.01, 1e-4])(
      'matches float64 with weights, eps %d',
      async (eps, { scope }) => {
        await asAdapter(scope, async (scope) => {
          const host = { ...largeCase(83, 90, 10), weights: someWeights(83, 90) };
          const settings = { eps, iterations: 12 };
          const result = await solveLarge(scope, host, settings);
          const there = (k: number) => host.weights[k]! > 0;
          await compare(result, referenceOf(host, settings), there, eps < 0.005 ? 9e-6 : 4e-6);
          confirm(result, host);
          // A token of weight zero has no mass, no gradient and no potential.
          expect(result.potentials[2]).toBe(Math.fround(LOG_ZERO));
          expect(
            result.plan.filter((_, at) => !there(Math.floor(at / 90))).every((p) => p === 0),
          ).toBe(true);
          expect(result.gradient.slice(20, 30).every((value) => value === 0)).toBe(true);
        });
      },
    );

    gpuTest('matches float64 with schedules and partial marginals', async ({ scope }) => {
      await asAdapter(scope, async (scope) => {
        const host = largeCase(70, 81, 10);
        const schedule = { kind: 'geometric', from: 0.5, factor: 0.6 } as const;
        const settings = { eps: 0.05, iterations: 8, marginals: partial, schedule };
        await compare(await solveLarge(scope, host, settings), referenceOf(host, settings));
      });
    });
  });

  gpuTest(
    'never gives NaN or infinity, eps 1e-4 to 10, zero vectors, all marginals',
    async ({ scope }) => {
      const host = largeCase(66, 70, 8);
      host.x.fill(0, 8, 16);
      host.y.fill(0, 24, 40);
      for (const marginals of [undefined, unbalanced, partial])
        for (const eps of [1e-4, 1e-3, 0.03, 10]) {
          const settings = { eps, iterations: 9, ...(marginals && { marginals }) };
          const result = await solveLarge(scope, host, settings);
          for (const values of Object.values(result))
            expect(values.every(Number.isFinite)).toBe(true);
          const want = referenceOf(host, settings);
          expect(l1(result.plan, want.plan)).toBeLessThan(3e-6);
          // A vector without a direction has no gradient.
          expect(result.gradient.slice(24, 40).every((value) => value === 0)).toBe(true);
        }
    },
  );

  gpuTest(
    'stops on the device once the residual is small, where float64 does',
    async ({ scope }) => {
      const host = largeCase(80, 75, 16);
      for (const marginals of [undefined, unbalanced, partial])
        for (const tolerance of [1e-2, 1e-3]) {
          const settings = {
            eps: 0.05,
            iterations: 200,
            tolerance,
            ...(marginals && { marginals }),
          };
          const result = await solveLarge(scope, host, settings);
          const want = referenceOf(host, settings);
          expect(want.status[STATUS.iterations]).toBeLessThan(200);
          await compare(result, want);
        }
    },
  );

  gpuTest('stops under a geometric schedule only at the final eps', async ({ scope }) => {
    const host = largeCase(65, 70, 8);
    const schedule = { kind: 'geometric', from: 0.4, factor: 0.9 } as const;
    const settings = { eps: 0.1, iterations: 100, tolerance: 0.05, schedule };
    const want = referenceOf(host, settings);
    await compare(await solveLarge(scope, host, settings), want);
    expect(want.status[STATUS.iterations]).toBeLessThan(40);
    expect(want.status[STATUS.iterations]).toBeGreaterThan(12);
  });

  gpuTest.for([0.2, 0.01])('goes on from given potentials, eps %d', async (eps, { scope }) => {
    const host = largeCase(80, 75, 16);
    const once = await solveLarge(scope, host, { eps, iterations: 12 });
    const settings = { eps, iterations: 6 };
    const warm = { ...host, start: once.potentials };
    const result = await solveLarge(scope, warm, settings);
    await compare(result, referenceOf(warm, settings));
    const cold = await solveLarge(scope, host, settings);
    expect(result.status[STATUS.rowError]).toBeLessThan(cold.status[STATUS.rowError]!);
  });

  gpuTest('says in which domain it worked', async ({ scope }) => {
    const host = largeCase(70, 66, 8);
    const domain = async (rest: Rest) =>
      readStatus((await solveLarge(scope, host, { iterations: 2, ...rest })).status, 0).domain;
    expect(await domain({ eps: 0.2 })).toBe('kernel');
    expect(await domain({ eps: 0.01 })).toBe('absorption');
    expect(await domain({ eps: 0.2, schedule: { kind: 'proximal' } })).toBe('log');
  });

  gpuTest('writes its own part of shared results and nothing else', async ({ scope }) => {
    const [d, sizes] = [
      6,
      [
        [3, 5],
        [70, 67],
        [2, 4],
      ] as const,
    ];
    const batch = raggedBatch(scope, [3, 70, 2], [5, 67, 4]);
    const alone = largeCase(70, 67, d);
    const x = new Float32Array(75 * d).fill(9);
    const y = new Float32Array(76 * d).fill(-9);
    x.set(alone.x, 3 * d);
    y.set(alone.y, 5 * d);
    const filled = (size: number, name: string) =>
      scope.upload(new Float32Array(size).fill(7), [size], name);
    const shaped = (shape: number[], name: string) => ({
      ...filled(
        shape.reduce((p, q) => p * q, 1),
        name,
      ),
      shape,
    });
    const out = {
      status: shaped([3, 8], 'status'),
      potentials: shaped([151], 'potentials'),
      gradient: shaped([76, d], 'gradient'),
      plan: shaped([batch.entries], 'plan'),
    };
    const settings = { eps: 0.02, iterations: 6, scale: 3 };
    const tensors = { x: scope.upload(x, [75, d], 'x'), y: scope.upload(y, [76, d], 'y') };
    largeOt(scope, { ...tensors, batch, problem: 1 }, settings, out);
    const got = await download(scope, out);
    const want = await solveLarge(scope, alone, settings);
    const [n, m] = sizes[1];
    const places = { status: 8, potentials: 8, gradient: 5 * d, plan: 15 };
    const lengths = { status: 8, potentials: n + m, gradient: m * d, plan: n * m };
    for (const name of ['status', 'potentials', 'gradient', 'plan'] as const) {
      const [first, last] = [places[name], places[name] + lengths[name]];
      expect(got[name].slice(first, last)).toEqual(want[name]);
      const others = [...got[name].slice(0, first), ...got[name].slice(last)];
      expect(others.every((value) => value === 7)).toBe(true);
    }
    const single = await solveLarge(scope, alone, { eps: 0.02, iterations: 6 });
    expect(
      relativeError(
        want.gradient,
        single.gradient.map((value) => 3 * value),
      ),
    ).toBeLessThan(1e-6);
  });

  gpuTest('records all iterations in one submit', async ({ scope }) => {
    const host = largeCase(66, 70, 8);
    const before = scope.gpu.commands.submits;
    await solveLarge(scope, host, { eps: 0.05, iterations: 1 });
    const few = scope.gpu.commands.submits - before;
    await solveLarge(scope, host, { eps: 0.05, iterations: 300 });
    expect(scope.gpu.commands.submits - before).toBe(2 * few);
  });

  gpuTest('refuses what it cannot do, with numbers', ({ scope }) => {
    const batch = raggedBatch(scope, [70, 5000], [66, 2]);
    const x = scope.empty([5070, 4], 'x');
    const y = scope.empty([68, 4], 'y');
    const out = { status: scope.empty([2, 8], 's'), potentials: scope.empty([5138], 'p') };
    const solve = (inputs: object, rest: object = {}, results: object = {}) =>
      largeOt(
        scope,
        { x, y, batch, problem: 0, ...inputs },
        { eps: 0.1, iterations: 1, ...rest },
        { ...out, ...results },
      );
    expect(() => solve({}, { relaxation: 'safeguarded' })).toThrow('relaxation must be none');
    expect(() => solve({}, { eps: 0 })).toThrow('largeOt: eps must be positive');
    expect(() => solve({ problem: 2 })).toThrow('no problem 2, the batch has 2');
    expect(() => solve({ problem: 1 })).toThrow('5000 x 2, at most 4096 x 4096');
    expect(() => solve({ x: y })).toThrow(ShapeError);
    expect(() => solve({ weights: x })).toThrow(ShapeError);
    expect(() => solve({}, {}, { plan: x })).toThrow('largeOt out.plan');
    expect(() => solve({}, {}, { gradient: x })).toThrow('largeOt out.gradient');
    expect(() => solve({}, {}, { status: x })).toThrow('largeOt out.status');
  });
});
