import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, worstError } from '../gpu/testing';
import { cosineCost } from './cosineCost';
import { cosineCostCpu } from './cosineCost.cpu';
import { raggedBatch } from './ragged';
import { raggedCase } from './raggedTesting';

describe('cosineCost', () => {
  gpuTest.for([1, 7, 128, 384])(
    'matches float64 on ragged problems, d %i',
    async (d, { scope }) => {
      const { x, y, batch, host, layout } = raggedCase(scope, d);
      const got = await scope.download(cosineCost(scope, { x, y, batch }));
      const want = cosineCostCpu(host.x, host.y, d, layout);
      expect(worstError(got, want)).toBeLessThan(3e-7); // measured 1.4e-7
    },
  );

  gpuTest('folds a grid of more row tiles than the limit', async ({ scope }) => {
    const sizes = Array.from({ length: 120 }, (_, b) => [1 + (b % 3), 2] as const);
    const { x, y, batch, host, layout } = raggedCase(scope, 4, sizes);
    const got = await scope.download(cosineCost(scope, { x, y, batch }));
    expect(worstError(got, cosineCostCpu(host.x, host.y, 4, layout))).toBeLessThan(3e-7);
  });

  gpuTest(
    'gives 0 to equal, 2 to opposite and 1 to orthogonal or zero vectors',
    async ({ scope }) => {
      const x = scope.upload(new Float32Array([1, 0, 0, 0]), [2, 2], 'x');
      const y = scope.upload(new Float32Array([1, 0, -1, 0, 0, 1, 0, 0, 1, 0]), [5, 2], 'y');
      const cost = cosineCost(scope, { x, y, batch: raggedBatch(scope, [2], [5]) });
      expect([...(await scope.download(cost))]).toEqual([0, 2, 1, 1, 0, 1, 1, 1, 1, 1]);
    },
  );

  gpuTest('writes into out and allocates nothing', ({ scope }) => {
    const { x, y, batch } = raggedCase(scope, 8);
    const out = scope.empty([batch.entries], 'out');
    const before = scope.liveBuffers;
    expect(cosineCost(scope, { x, y, batch, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses tensors of the wrong shape', ({ scope }) => {
    const { x, y, batch } = raggedCase(scope, 8);
    const short = scope.empty([3, 8], 'short');
    expect(() => cosineCost(scope, { x: short, y, batch })).toThrow(ShapeError);
    expect(() => cosineCost(scope, { x, y: short, batch })).toThrow(ShapeError);
    expect(() => cosineCost(scope, { x, y, batch, out: short })).toThrow(ShapeError);
    const flat = scope.empty([batch.rows], 'flat');
    expect(() => cosineCost(scope, { x: flat, y, batch })).toThrow('cosineCost x');
  });
});
