import { describe, expect } from 'vitest';
import { gpuTest, randomSigned } from '../gpu/testing';
import { fill } from './fill';
import { fillCpu } from './fill.cpu';

describe('fill', () => {
  // Around the 256 entries of a workgroup; folded.
  gpuTest.for([0, 1, 255, 256, 257, 30000])('sets all of %i entries', async (count, { scope }) => {
    const x = scope.upload(randomSigned(count, 1234), [count], 'x');
    for (const value of [-2.5, 3e38, 0]) {
      fill(scope, x, value);
      expect(await scope.download(x)).toEqual(Float32Array.from(fillCpu(count, value)));
    }
  });

  gpuTest('allocates nothing and refuses what is no number', ({ scope }) => {
    const x = scope.zeros([3], 'x');
    const before = scope.liveBuffers;
    fill(scope, x, 1);
    expect(scope.liveBuffers).toBe(before);
    expect(() => fill(scope, x, Number.NaN)).toThrow(RangeError);
  });
});
