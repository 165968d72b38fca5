import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { groundCost } from './groundCost';
import { groundCostCpu } from './groundCost.cpu';
import { raggedBatch } from './ragged';
import { raggedCase } from './raggedTesting';

describe('groundCost', () => {
  gpuTest.for([1, 7, 128, 384])(
    'matches float64 on ragged problems, d %i',
    async (d, { scope }) => {
      const { x, y, batch, host, layout } = raggedCase(scope, d);
      const got = await scope.download(groundCost(scope, { x, y, batch }));
      const want = groundCostCpu({ ...host, d, layout });
      expect(worstError(got, want)).toBeLessThan(4e-7);
    },
  );

  gpuTest.for(['cosine', 'squared-euclidean', 'dot'] as const)(
    'matches float64 on raw vectors with a position prior, %s',
    async (cost, { scope }) => {
      const { batch, layout } = raggedCase(scope, 1);
      const d = 24;
      const host = {
        x: randomSigned(layout.rows * d, 91).map((value) => 3 * value),
        y: randomSigned(layout.columns * d, 7717),
      };
      const x = scope.upload(host.x, [layout.rows, d], 'x');
      const y = scope.upload(host.y, [layout.columns, d], 'y');
      const got = groundCost(scope, { x, y, batch, cost, distortion: 0.3 });
      const want = groundCostCpu({ ...host, d, layout, cost, distortion: 0.3 });
      const size = cost === 'cosine' ? 1 : 100; // |x|^2 reaches 72 to 100
      expect(worstError(await scope.download(got), want)).toBeLessThan(4e-7 * size);
    },
  );

  gpuTest('folds a grid of more row tiles than the limit', async ({ scope }) => {
    const sizes = Array.from({ length: 120 }, (_, b) => [1 + (b % 3), 2] as const);
    const { x, y, batch, host, layout } = raggedCase(scope, 4, sizes);
    const got = await scope.download(groundCost(scope, { x, y, batch }));
    expect(worstError(got, groundCostCpu({ ...host, d: 4, layout }))).toBeLessThan(3e-7);
  });

  gpuTest(
    'gives 0 to equal, 2 to opposite and 1 to orthogonal, zero or tiny vectors',
    async ({ scope }) => {
      const x = scope.upload(new Float32Array([1, 0, 0, 0]), [2, 2], 'x');
      const y = scope.upload(
        new Float32Array([1, 0, -1, 0, 0, 1, 0, 0, 1e17, 0, 1e-13, 0]),
        [6, 2],
        'y',
      );
      const cost = groundCost(scope, { x, y, batch: raggedBatch(scope, [2], [6]) });
      const want = [0, 2, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1];
      expect(worstError(await scope.download(cost), want)).toBeLessThan(1.2e-7); // 1 ulp of 1
    },
  );

  gpuTest('writes into out and allocates nothing', ({ scope }) => {
    const { x, y, batch } = raggedCase(scope, 8);
    const out = scope.empty([batch.entries], 'out');
    const before = scope.liveBuffers;
    expect(groundCost(scope, { x, y, batch, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses tensors of the wrong shape', ({ scope }) => {
    const { x, y, batch } = raggedCase(scope, 8);
    const short = scope.empty([3, 8], 'short');
    expect(() => groundCost(scope, { x: short, y, batch })).toThrow(ShapeError);
    expect(() => groundCost(scope, { x, y: short, batch })).toThrow(ShapeError);
    expect(() => groundCost(scope, { x, y, batch, out: short })).toThrow(ShapeError);
    const flat = scope.empty([batch.rows], 'flat');
    expect(() => groundCost(scope, { x: flat, y, batch })).toThrow('groundCost x');
  });
});
