import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { addScaled } from './addScaled';
import { addScaledCpu } from './addScaled.cpu';

describe('addScaled', () => {
  gpuTest.for([1, 63, 64, 65, 7001])('matches float64 on %i entries', async (count, { scope }) => {
    const [x, y] = [randomSigned(count, 1), randomSigned(count, 2)];
    const inputs = {
      x: scope.upload(x, [count], 'x'),
      y: scope.upload(y, [count], 'y'),
      scale: -2.5,
    };
    const got = await scope.download(addScaled(scope, inputs));
    expect(worstError(got, addScaledCpu(x, y, -2.5))).toBeLessThan(8.4e-7); // 2.4e-7 * 3.5
  });

  gpuTest.for([0, 63, 64])('keeps one huge value at %i to itself', async (at, { scope }) => {
    const x = new Float32Array(65);
    x[at] = 3e38;
    const sum = addScaled(scope, {
      x: scope.upload(x, [65], 'x'),
      y: scope.zeros([65], 'y'),
      scale: 1,
    });
    expect([...(await scope.download(sum))]).toEqual([...x]);
  });

  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    const [x, y, out] = [scope.zeros([3], 'x'), scope.zeros([3], 'y'), scope.zeros([3], 'out')];
    const before = scope.liveBuffers;
    expect(addScaled(scope, { x, y, scale: 1, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses other shapes, an infinite scale and an aliased out', ({ scope }) => {
    const [x, y] = [scope.zeros([3], 'x'), scope.zeros([2], 'y')];
    expect(() => addScaled(scope, { x, y, scale: 1 })).toThrow(ShapeError);
    expect(() => addScaled(scope, { x, y: x, scale: Infinity })).toThrow(RangeError);
    expect(() => addScaled(scope, { x, y: x, scale: 1, out: x })).toThrow(RangeError);
  });
});
