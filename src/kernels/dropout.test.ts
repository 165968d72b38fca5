import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { dropout } from './dropout';
import { dropoutCpu } from './dropout.cpu';

describe('dropout', () => {
  // Around the 256 entries of a workgroup; folded; seeds at the ends of u32.
  gpuTest.for([
    [1, 0.5, 0],
    [257, 0.1, 1],
    [256, 0, 77],
    [30000, 0.3, 2 ** 32 - 1],
    [3000, 0.99, 2 ** 31],
  ] as const)('drops what the hash says: %j', async ([count, rate, seed], { scope }) => {
    const x = randomSigned(count, 1234);
    const tensor = scope.upload(x, [count], 'x');
    const got = await scope.download(dropout(scope, { x: tensor, rate, seed }));
    const want = dropoutCpu(x, rate, seed);
    expect([...got].map((value) => value === 0)).toEqual([...want].map((value) => value === 0));
    expect(worstError(got, want)).toBeLessThan((2.4e-7 / (1 - rate)) * 1);
  });

  gpuTest('drops its share and keeps the mean', async ({ scope }) => {
    const x = scope.upload(new Float32Array(40_000).fill(1), [200, 200], 'x');
    const got = await scope.download(dropout(scope, { x, rate: 0.25, seed: 5 }));
    const mean = got.reduce((a, b) => a + b, 0) / got.length;
    // Standard deviation of the mean: sqrt(rate / (1 - rate) / 40000) = 0.0029.
    expect(Math.abs(mean - 1)).toBeLessThan(0.015);
    expect(new Set(got)).toEqual(new Set([0, Math.fround(4 / 3)]));
  });

  gpuTest('writes into out; refuses a rate of 1, other shapes and itself', ({ scope }) => {
    const [x, out] = [scope.zeros([3], 'x'), scope.zeros([3], 'out')];
    const before = scope.liveBuffers;
    expect(dropout(scope, { x, rate: 0.5, seed: 1, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
    for (const rate of [1, -0.1, Number.NaN])
      expect(() => dropout(scope, { x, rate, seed: 1 })).toThrow(RangeError);
    const four = scope.zeros([4], 'four');
    expect(() => dropout(scope, { x, rate: 0.5, seed: 1, out: four })).toThrow(ShapeError);
    expect(() => dropout(scope, { x, rate: 0.5, seed: 1, out: x })).toThrow('another tensor');
  });
});
