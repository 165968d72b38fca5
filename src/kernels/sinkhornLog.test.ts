import { describe, expect } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomUniform, worstError } from '../gpu/testing';
import { raggedBatch, raggedLayout } from './ragged';
import { RAGGED_SIZES, randomCost } from './raggedTesting';
import {
  LOG_ZERO,
  type SinkhornLogInputs,
  type SinkhornLogOutputs,
  sinkhornLog,
} from './sinkhornLog';
import { sinkhornLogCpu } from './sinkhornLog.cpu';

type Sizes = readonly (readonly [n: number, m: number])[];

function logWeights(counts: readonly number[], even: boolean): Float32Array<ArrayBuffer> {
  const all = counts.flatMap((count, b) => {
    const weights = even ? Array(count).fill(1) : [...randomUniform(count, 7 + b)];
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => Math.log(weight / sum));
  });
  return Float32Array.from(all);
}

function setUp(scope: Scope, sizes: Sizes, even = false) {
  const [ns, ms] = [sizes.map(([n]) => n), sizes.map(([, m]) => m)];
  const layout = raggedLayout(ns, ms);
  const host = { cost: randomCost(layout), logA: logWeights(ns, even), logB: logWeights(ms, even) };
  return { layout, host, batch: raggedBatch(scope, ns, ms) };
}

function upload(scope: Scope, { layout, host, batch }: ReturnType<typeof setUp>) {
  return {
    cost: scope.upload(host.cost, [layout.entries], 'cost'),
    logA: scope.upload(host.logA, [layout.rows], 'logA'),
    logB: scope.upload(host.logB, [layout.columns], 'logB'),
    batch,
  };
}

async function download(scope: Scope, { f, g, status }: SinkhornLogOutputs) {
  return {
    f: await scope.download(f),
    g: await scope.download(g),
    status: await scope.download(status),
  };
}

const column = (status: ArrayLike<number>, which: 0 | 1) =>
  Array.from(status).filter((_, at) => at % 2 === which);

describe('sinkhornLog', () => {
  gpuTest.for([1, 0.05, 0.005])(
    'matches float64 after 7 iterations, eps %f',
    async (eps, { scope }) => {
      const problem = setUp(scope, RAGGED_SIZES);
      const inputs = { ...upload(scope, problem), eps, iterations: 7 };
      const got = await download(scope, sinkhornLog(scope, inputs));
      const want = sinkhornLogCpu({ ...problem.host, layout: problem.layout, eps, iterations: 7 });
      expect(worstError(got.f, want.f)).toBeLessThan(2.5e-6); // measured 1.3e-6 at eps 1, 3.1e-7 at 0.005
      expect(worstError(got.g, want.g)).toBeLessThan(2.5e-6);
      expect(worstError(column(got.status, 0), column(want.status, 0))).toBeLessThan(8e-6); // measured 3.6e-6
      expect(column(got.status, 1)).toEqual(column(want.status, 1));
    },
  );

  gpuTest(
    'follows the golden order: rows first, columns exact after each iteration',
    async ({ scope }) => {
      const { host, layout, batch } = setUp(scope, [[2, 2]], true);
      host.cost.set([0, 1, 1, 0]);
      const inputs = { ...upload(scope, { host, layout, batch }), eps: 1, iterations: 1 };
      const { f, g } = await download(scope, sinkhornLog(scope, inputs));
      const half = Math.log(0.5) - Math.log(1 + Math.exp(-1)); // f after the first row update
      expect(worstError(f, [half, half])).toBeLessThan(2e-7);
      expect(worstError(g, [0, 0])).toBeLessThan(2e-7);
    },
  );

  gpuTest.for([0, 5, 16])(
    'gives a token of weight zero nothing, row %i',
    async (zero, { scope }) => {
      const problem = setUp(scope, [[17, 9]], true);
      problem.host.logA.fill(Math.log(1 / 16));
      problem.host.logA[zero] = LOG_ZERO;
      const inputs = { ...upload(scope, problem), eps: 0.05, iterations: 10 };
      const { f, status } = await download(scope, sinkhornLog(scope, inputs));
      expect(f[zero]).toBeLessThan(-1e28); // plan = exp(f / eps) = 0
      const { f: want, status: error } = sinkhornLogCpu({ ...inputs, ...problem.host, ...problem });
      const others = (values: ArrayLike<number>) => Array.from(values).filter((_, i) => i !== zero);
      expect(worstError(others(f), others(want))).toBeLessThan(1e-6);
      expect(worstError(status, error)).toBeLessThan(2e-6);
    },
  );

  gpuTest('stops each problem by itself and reports a true error', async ({ scope }) => {
    const problem = setUp(scope, RAGGED_SIZES);
    const settings = { eps: 0.2, iterations: 500, tolerance: 1e-4 };
    const got = await download(
      scope,
      sinkhornLog(scope, { ...upload(scope, problem), ...settings }),
    );
    const want = sinkhornLogCpu({ ...problem.host, layout: problem.layout, ...settings });
    // An error within rounding of the tolerance may stop one turn sooner or later on another adapter.
    expect(worstError(column(got.status, 1), column(want.status, 1))).toBeLessThanOrEqual(1);
    expect(Math.min(...column(got.status, 1))).toBe(2); // 1 x m: exact at once, seen one turn later
    expect(Math.max(...column(got.status, 0))).toBeLessThanOrEqual(1e-4);
    const same = column(got.status, 1).map((used, b) => used === want.status[2 * b + 1]);
    column(got.status, 0).forEach((error, b) => {
      if (same[b]) expect(Math.abs(error - want.status[2 * b]!)).toBeLessThan(4e-7);
    });
  });

  gpuTest.for([1e-12, 1e-4, 10, 1e12])('stays finite at eps %f', async (eps, { scope }) => {
    const problem = setUp(scope, RAGGED_SIZES);
    const inputs = { ...upload(scope, problem), eps, iterations: 5 };
    const { f, g, status } = await download(scope, sinkhornLog(scope, inputs));
    expect([...f, ...g, ...status].every(Number.isFinite)).toBe(true);
  });

  gpuTest('solves a problem alone and in company to the same bits', async ({ scope }) => {
    const problem = setUp(scope, [
      [12, 14],
      [5, 3],
    ]);
    const settings = { eps: 0.05, iterations: 20 };
    const both = await download(
      scope,
      sinkhornLog(scope, { ...upload(scope, problem), ...settings }),
    );
    const { cost, logA, logB } = problem.host;
    const host = { cost: cost.slice(168), logA: logA.slice(12), logB: logB.slice(14) };
    const single = { host, layout: raggedLayout([5], [3]), batch: raggedBatch(scope, [5], [3]) };
    const alone = await download(
      scope,
      sinkhornLog(scope, { ...upload(scope, single), ...settings }),
    );
    expect([...alone.f, ...alone.g]).toEqual([...both.f.slice(12), ...both.g.slice(14)]);
  });

  gpuTest('writes into out, allocates nothing, and ignores what out held', async ({ scope }) => {
    const inputs = { ...upload(scope, setUp(scope, [[12, 14]])), eps: 0.05, iterations: 9 };
    const out = sinkhornLog(scope, inputs);
    const first = await download(scope, out);
    const before = scope.liveBuffers;
    expect(sinkhornLog(scope, { ...inputs, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
    expect(await download(scope, out)).toEqual(first);
  });

  gpuTest('refuses settings that make no sense and tensors that do not fit', ({ scope }) => {
    const inputs = { ...upload(scope, setUp(scope, [[2, 3]])), eps: 1, iterations: 1 };
    const solve = (change: Partial<SinkhornLogInputs>) => () =>
      sinkhornLog(scope, { ...inputs, ...change });
    expect(solve({ eps: 0 })).toThrow('sinkhornLog: eps must be positive and finite, got 0');
    expect(solve({ eps: Number.NaN })).toThrow('got NaN');
    expect(solve({ eps: 1e-30 })).toThrow('eps must be within');
    expect(solve({ iterations: 0 })).toThrow('iterations must be a whole number >= 1, got 0');
    expect(solve({ tolerance: -1 })).toThrow('tolerance must be >= 0 and finite, got -1');
    for (const name of ['cost', 'logA', 'logB'])
      expect(solve({ [name]: scope.empty([7], name) })).toThrow(ShapeError);
    const out = { f: inputs.logB, g: inputs.logA, status: inputs.cost };
    expect(solve({ out })).toThrow(ShapeError);
  });
});
