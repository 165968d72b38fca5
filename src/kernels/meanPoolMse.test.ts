import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, relativeError } from '../gpu/testing';
import { type MeanPoolMseInputs, meanPoolMse } from './meanPoolMse';
import { meanPoolMseCpu } from './meanPoolMse.cpu';
import { raggedBatch } from './ragged';
import { RAGGED_SIZES, raggedCase } from './raggedTesting';

describe('meanPoolMse', () => {
  gpuTest.for([1, 7, 65, 384])('matches float64 on ragged problems, d %i', async (d, { scope }) => {
    const sizes = d < 384 ? RAGGED_SIZES : ([[5, 19]] as const);
    const { x, y, batch, host, layout } = raggedCase(scope, d, sizes);
    const got = meanPoolMse(scope, { x, y, batch, scale: 0.37 });
    const want = meanPoolMseCpu({ ...host, d, layout, scale: 0.37 });
    expect(relativeError(await scope.download(got.loss), want.loss)).toBeLessThan(1.5e-7); // measured 7.2e-8
    expect(relativeError(await scope.download(got.gradient), want.gradient)).toBeLessThan(1.5e-7);
  });

  gpuTest('gives by hand: means (2, 0) and (0, 1)', async ({ scope }) => {
    const { loss, gradient } = meanPoolMse(scope, {
      x: scope.upload(new Float32Array([1, 0, 3, 0]), [2, 2], 'x'),
      y: scope.upload(new Float32Array([0, 1]), [1, 2], 'y'),
      batch: raggedBatch(scope, [2], [1]),
      scale: 3,
    });
    expect([...(await scope.download(loss))]).toEqual([5]);
    expect([...(await scope.download(gradient))]).toEqual([6, -3, 6, -3]);
  });

  gpuTest('gives nothing where the means agree though the tokens differ', async ({ scope }) => {
    const { loss, gradient } = meanPoolMse(scope, {
      x: scope.upload(new Float32Array([1, -1]), [2, 1], 'x'),
      y: scope.upload(new Float32Array([0, 4, -4]), [3, 1], 'y'),
      batch: raggedBatch(scope, [2], [3]),
      scale: 1,
    });
    expect([...(await scope.download(loss)), ...(await scope.download(gradient))]).toEqual([
      0, 0, 0,
    ]);
  });

  gpuTest('writes into out, allocates nothing, refuses what does not fit', ({ scope }) => {
    const { x, y, batch } = raggedCase(scope, 8, [[2, 3]]);
    const out = { loss: scope.empty([1], 'loss'), gradient: scope.empty([2, 8], 'gradient') };
    const inputs = { x, y, batch, scale: 1, out };
    const before = scope.liveBuffers;
    expect(meanPoolMse(scope, inputs)).toBe(out);
    expect(scope.liveBuffers).toBe(before);
    const make = (change: Partial<MeanPoolMseInputs>) => () =>
      meanPoolMse(scope, { ...inputs, ...change });
    expect(make({ x: out.loss })).toThrow(ShapeError);
    expect(make({ x: y })).toThrow(ShapeError);
    expect(make({ y: x })).toThrow(ShapeError);
    expect(make({ out: { ...out, loss: x } })).toThrow(ShapeError);
    expect(make({ out: { ...out, gradient: y } })).toThrow(ShapeError);
  });
});
