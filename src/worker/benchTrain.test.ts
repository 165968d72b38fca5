import { describe, expect, test } from 'vitest';
import { readBuilt } from '../encoders/testing/nodeEncoder';
import { loadEncoderWeights } from '../encoders/weights/loadEncoderWeights';
import { gpuTest } from '../gpu/testing';
import { type BenchTrainContext, type BenchTrainJob, benchTrain, medianOf } from './benchTrain';
import { benchProblem, stepFlop } from './trainCases';

const SHAPE = {
  ...{ layers: 12, width: 384, heads: 12, inner: 1536 },
  ...{ normEpsilon: 1e-12, vocabulary: 88_000, positions: 512 },
};

const JOB: BenchTrainJob = {
  students: ['head', 'top-1', 'mlp-4'],
  backend: 'wgsl',
  batch: { heads: 3, layers: 1 },
  windows: 2,
  steps: { heads: 2, layers: 1 },
  memory: 4e6,
};

describe('benchTrain', () => {
  gpuTest('times what fits, says why the rest does not, and leaves nothing', async ({ scope }) => {
    let time = 0;
    const context: BenchTrainContext = {
      openGpu: async () => scope.gpu,
      loadWeights: async (level) => {
        const from = Number(level) + 1;
        return loadEncoderWeights({ fetchBytes: readBuilt, layers: { from, to: 12 } });
      },
      layers: 12,
      now: () => (time += 500), // each window takes half a second of this clock
      onProgress: () => {},
    };
    const { rows, roofs, adapter, software } = await benchTrain(JOB, context);
    expect(adapter).not.toBe('');
    expect(software).toBe(scope.gpu.adapter.software);
    const [head, top, mlp] = rows;
    expect(head).toMatchObject({
      ...{ student: 'head', backend: 'wgsl', batch: 3, skipped: null },
      ...{ windows: [4, 4], median: 4, best: 4, bytesAfter: 0 },
    });
    expect(head!.gflops! / roofs.wgsl!).toBeCloseTo(head!.roofShare!, 12);
    expect(head!.gflops! * 1e9).toBeCloseTo(4 * stepFlop({ kind: 'linear' }, head!.tokens), 0);
    // Weights, gradient, moments and start at least.
    expect(head!.peakBytes).toBeGreaterThan(5 * 4 * 384 * 128);
    expect(top!.windows).toEqual([]);
    expect(top!.skipped).toMatch(/^student top-1, batch 1, \d+ tokens a text needs \d+ bytes/);
    expect(mlp).toMatchObject({ windows: [4, 4], bytesAfter: 0, skipped: null });
  });

  test('goes on without a device where all backends are asked for', async () => {
    const context: BenchTrainContext = {
      openGpu: () => Promise.reject(new Error('no adapter here')),
      loadWeights: () => Promise.reject(new Error('not needed')),
      layers: 12,
      now: () => performance.now(),
      onProgress: () => {},
    };
    const job: BenchTrainJob = { ...JOB, students: ['head'], backend: 'all' };
    const { rows, notes } = await benchTrain(job, context);
    expect(notes).toEqual(['no wgsl lines: no adapter here']);
    expect(rows).toMatchObject([{ backend: 'wasm', peakBytes: null, bytesAfter: null }]);
    await expect(benchTrain({ ...job, backend: 'wgsl' }, context)).rejects.toThrow('no adapter');
    await expect(benchTrain({ ...job, students: ['feet'] }, context)).rejects.toThrow(RangeError);
  });
});

describe('stepFlop', () => {
  const layer = 4 * 384 ** 2 + 2 * 384 * 1536;
  const head = 384 * 128;

  test('counts two products of a head: forward and gradient', () => {
    expect(stepFlop({ kind: 'linear' }, 10)).toBe(10 * 2 * 2 * head);
    expect(stepFlop({ kind: 'mlp', hidden: 64 }, 1)).toBe(2 * (head + 64 * (2 * 384 + 3 * 128)));
  });

  test('counts three of each weight of an encoder but for the bottom of q, k and v', () => {
    expect(stepFlop({ kind: 'full' }, 1, SHAPE)).toBe(2 * 3 * (12 * layer + head));
    const top = stepFlop({ kind: 'top', layers: 2 }, 1, SHAPE);
    expect(top).toBe(2 * (3 * (2 * layer + head) - 3 * 384 ** 2));
  });

  test('counts frozen weights twice, and both factors of their updates', () => {
    const one = stepFlop({ kind: 'lora', rank: 8, layers: 1 }, 1, SHAPE);
    const updates = 8 * (3 * (4 * 2 * 384 + 2 * (384 + 1536)) - 3 * 384);
    expect(one).toBe(2 * (3 * head + 2 * layer - 3 * 384 ** 2 + updates));
  });
});

test('texts have 12 and 14 tokens in the mean, special tokens where layers are run', () => {
  const { english, languages } = benchProblem({ kind: 'linear' }, 400, undefined);
  const mean = (offsets: Uint32Array) => offsets.at(-1)! / 400;
  expect(mean(english.offsets)).toBeCloseTo(12, 0);
  expect(mean(languages[0]!.texts.offsets)).toBeCloseTo(14, 0);
  const { languages: own } = benchProblem({ kind: 'top', layers: 1 }, 4, undefined);
  expect(own[0]!.texts.margin).toBe(1);
});

test('medianOf', () => {
  expect(medianOf([3, 1, 2])).toBe(2);
  expect(medianOf([4, 1, 2, 3])).toBe(2.5);
});
