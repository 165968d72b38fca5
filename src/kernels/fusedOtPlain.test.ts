import { describe, expect } from 'vitest';
import type { Scope } from '../gpu';
import { gpuTest, relativeError, worstError } from '../gpu/testing';
import { asHardware } from './adapterTesting';
import { type FusedForm, fusedOt, TILE } from './fusedOt';
import {
  OT_SETTINGS,
  OT_SIZES,
  type OtForm,
  otCase,
  otErrors,
  type Sizes,
} from './fusedOt.testing';
import { isPlain } from './fusedOtPlain';
import { fusedOtPlainCpu } from './fusedOtPlain.cpu';
import { type OtSettings, readStatus } from './otProblem';
import { raggedBatch } from './ragged';

const ALL = { gradient: true, plan: true } as const;
const BASE = { eps: 0.05, iterations: 20 };
const SIZES: Sizes = [...OT_SIZES, [64, 64], [33, 5], [3, 49], [40, 64]];
const INPUTS = {};

/** The form of `fusedOt` that has no kernel but the general one. */
const GENERAL_FORM: FusedForm = { ...TILE, plain: () => undefined };
const general: OtForm = (scope, inputs, settings, wanted, out) =>
  fusedOt(scope, inputs, settings, wanted, out, GENERAL_FORM);

function plainCase(scope: Scope, sizes: Sizes, d: number, seed: number) {
  const { batch, host, x, y } = otCase(scope, sizes, d, seed);
  return { batch, d, host: { x: host.x, y: host.y }, x, y };
}

async function all(scope: Scope, got: ReturnType<typeof fusedOt>) {
  const { status, potentials, gradient, plan } = got;
  return {
    status: await scope.download(status),
    potentials: await scope.download(potentials),
    gradient: await scope.download(gradient!),
    plan: await scope.download(plan!),
  };
}

describe('isPlain', () => {
  const shared = OT_SETTINGS.filter(([, settings]) => isPlain(INPUTS, settings));

  gpuTest('takes what is proved on the host and nothing else', ({ scope }) => {
    expect(shared.map(([name]) => name)).toEqual(['cosine', 'one iteration', 'eps 2']);
    expect(isPlain(INPUTS, { ...BASE, eps: 0.038 })).toBe(true);
    expect(isPlain(INPUTS, { ...BASE, eps: 0.037 })).toBe(false);
    const tensor = scope.empty([1], 'any');
    expect(isPlain({ weights: tensor }, BASE)).toBe(false);
    expect(isPlain({ start: tensor }, BASE)).toBe(false);
    expect(isPlain(INPUTS, { ...BASE, tolerance: 1e-4 })).toBe(true);
    const others: Partial<OtSettings>[] = [
      { relaxation: 'safeguarded' },
      { schedule: { kind: 'proximal' } },
      { marginals: { kind: 'partial', mass: 1 } },
    ];
    for (const other of others) expect(isPlain(INPUTS, { ...BASE, ...other })).toBe(false);
  });

  gpuTest('chooses the kernel of its own where a CPU plays the GPU', async ({ scope }) => {
    await asHardware(scope, async ({ gpu }) => {
      expect(TILE.plain!('alignedTokens', gpu, 64)).toBeUndefined();
    });
    const { software } = scope.gpu.adapter;
    if (software) expect(TILE.plain!('alignedTokens', scope.gpu, 64)?.name).toBe('fusedOtPlain');
    const taken: string[] = [];
    const watched: FusedForm = {
      ...TILE,
      kernel: (...given) => {
        taken.push('general');
        return TILE.kernel(...given);
      },
      plain: (...given) => {
        taken.push('plain');
        return TILE.plain!(...given);
      },
    };
    const given = otCase(scope, [[4, 5]], 4, 40503);
    const { weights: _, ...unweighted } = given;
    fusedOt(scope, unweighted, BASE, ALL, undefined, watched);
    fusedOt(scope, given, BASE, ALL, undefined, watched);
    fusedOt(scope, unweighted, { ...BASE, eps: 0.01 }, ALL, undefined, watched);
    expect(taken).toEqual(
      software ? ['plain', 'general', 'general'] : ['plain', 'general', 'general', 'general'],
    );
  });
});

describe('fusedOtPlain', () => {
  const cases = [
    ...OT_SETTINGS.filter(([, settings]) => isPlain(INPUTS, settings)),
    ['least eps', { eps: 0.038, iterations: 60 }, 'kernel'],
    ['tolerance', { eps: 0.1, iterations: 400, tolerance: 1e-4 }, 'kernel'],
  ] as typeof OT_SETTINGS;

  gpuTest.for(cases)('equals float64: %s', async ([, settings, domain], { scope }) => {
    const got = await otErrors(scope, fusedOt, plainCase(scope, SIZES, 12, 40503), settings);
    expect([...got.domains]).toEqual([domain]);
    expect(got.iterations).toBe(0);
    expect(got.loss).toBeLessThan(2e-6);
    expect(got.value).toBeLessThan(4e-6);
    expect(got.gradient).toBeLessThan(5e-6);
    expect(got.plan).toBeLessThan(5e-6);
    expect(got.sums).toBeLessThan(2e-6);
  });

  gpuTest('takes any d', async ({ scope }) => {
    const got = await otErrors(scope, fusedOt, plainCase(scope, SIZES, 7, 60013), BASE);
    expect(got.loss).toBeLessThan(2e-6);
    expect(got.gradient).toBeLessThan(5e-6);
  });

  gpuTest('gives the potentials and the gap of the general kernel', async ({ scope }) => {
    const given = plainCase(scope, SIZES, 12, 70001);
    const got = await all(scope, fusedOt(scope, given, BASE, ALL));
    const want = await all(scope, general(scope, given, BASE, ALL));
    expect(worstError(got.potentials, want.potentials)).toBeLessThan(2e-6);
    expect(relativeError(got.plan, want.plan)).toBeLessThan(4e-6);
    expect(worstError(got.status, want.status)).toBeLessThan(2e-6);
  });

  gpuTest('a problem has the same bits alone and in any order of any batch', async ({ scope }) => {
    const given = plainCase(scope, SIZES, 12, 40503);
    const settings = { ...BASE, tolerance: 1e-3 };
    const together = await all(scope, fusedOt(scope, given, settings, ALL));
    expect(await all(scope, fusedOt(scope, given, settings, ALL))).toEqual(together);
    const out = fusedOt(scope, { ...given, only: [7, 4, 2] }, settings, ALL);
    fusedOt(scope, { ...given, only: [10, 0, 1, 9, 3, 5] }, settings, ALL, out);
    // Alone; the first of them by the kernel for at most 32 rows and columns.
    for (const b of [6, 8]) fusedOt(scope, { ...given, only: [b] }, settings, ALL, out);
    expect(await all(scope, out)).toEqual(together);
  });

  gpuTest('a planted permutation: 1/n on it, no loss, no gradient', async ({ scope }) => {
    const [n, d] = [8, 12];
    const [x, y] = [new Float32Array(n * d), new Float32Array(n * d)];
    for (let i = 0; i < n; i++) {
      x[i * d + i] = 3;
      y[((3 * i + 1) % n) * d + i] = 0.5;
    }
    const inputs = {
      x: scope.upload(x, [n, d], 'x'),
      y: scope.upload(y, [n, d], 'y'),
      batch: raggedBatch(scope, [n], [n]),
    };
    const settings = { eps: 0.04, iterations: 5 };
    expect(isPlain(inputs, settings)).toBe(true);
    const got = await all(scope, fusedOt(scope, inputs, settings, ALL));
    const want = Array.from({ length: n * n }, (_, at) =>
      at % n === (3 * Math.floor(at / n) + 1) % n ? 1 / n : 0,
    );
    // exp(-1 / .04) = 1.4e-11 of the mass is beside it.
    expect(worstError(got.plan, want)).toBeLessThan(1e-7);
    expect(readStatus(got.status, 0).loss).toBeLessThan(1e-7);
    expect(worstError(got.gradient, new Float32Array(n * d))).toBeLessThan(1e-7);
  });

  gpuTest('multiplies the gradient by scale, and gives no plan unasked', async ({ scope }) => {
    const given = plainCase(scope, OT_SIZES, 12, 40503);
    const want = await scope.download(fusedOt(scope, given, BASE, ALL).gradient!);
    const got = fusedOt(scope, given, { ...BASE, scale: -2 }, { gradient: true });
    expect(await scope.download(got.gradient!)).toEqual(want.map((v) => (v === 0 ? 0 : -2 * v)));
    expect(got.plan).toBeUndefined();
  });

  gpuTest('antipodes, zero vectors and far-apart norms at the least eps', async ({ scope }) => {
    const given = plainCase(
      scope,
      [
        [9, 13],
        [64, 40],
      ],
      12,
      7001,
    );
    const bend = (values: Float32Array, sign: number) =>
      Float32Array.from(values).map((v, at) => {
        const row = Math.floor(at / 12) % 7;
        if (row === 1) return 0;
        if (row >= 4) return at % 12 === 0 ? sign : 0; // costs of exactly 0 and 2
        return v * (row === 2 ? 1e15 : row === 3 ? 1e-10 : 1);
      });
    const host = { x: bend(given.host.x, 1), y: bend(given.host.y, -1) };
    const { rows, columns, layout } = given.batch;
    const inputs = {
      batch: given.batch,
      x: scope.upload(host.x, [rows, 12], 'x'),
      y: scope.upload(host.y, [columns, 12], 'y'),
    };
    const settings = { eps: 0.038, iterations: 30 };
    const got = await all(scope, fusedOt(scope, inputs, settings, ALL));
    for (const values of Object.values(got)) expect(values.every(Number.isFinite)).toBe(true);
    const want = fusedOtPlainCpu({ ...host, d: 12, layout }, settings);
    for (const b of [0, 1]) {
      const [ours, theirs] = [readStatus(got.status, b), readStatus(want.status, b)];
      expect(Math.abs(ours.loss / theirs.loss - 1)).toBeLessThan(4e-6);
      expect(ours.mass).toBeCloseTo(1, 6);
    }
  });
});
