import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { addInto } from './addInto';
import { addIntoCpu } from './addInto.cpu';

describe('addInto', () => {
  // Around the 256 entries of a workgroup; folded.
  gpuTest.for([0, 1, 255, 256, 257, 30000])(
    'matches float64 on %i entries',
    async (n, { scope }) => {
      const [x, from] = [randomSigned(n, 1234), randomSigned(n, 987654321)];
      const want = Float64Array.from(from);
      addIntoCpu(x, want, -2.5);
      const into = scope.upload(from, [n], 'into');
      addInto(scope, { x: scope.upload(x, [n], 'x'), into, scale: -2.5 });
      expect(worstError(await scope.download(into), want)).toBeLessThan(8.4e-7); // 2.4e-7 * 3.5
    },
  );

  gpuTest.for([0, 255, 256])('keeps one huge value at %i to itself', async (at, { scope }) => {
    const values = new Float32Array(300);
    values[at] = 3e38;
    const into = scope.zeros([300], 'into');
    addInto(scope, { x: scope.upload(values, [300], 'x'), into });
    expect(await scope.download(into)).toEqual(values);
  });

  gpuTest('allocates nothing; refuses other shapes, an infinite scale and itself', ({ scope }) => {
    const [x, into] = [scope.zeros([3], 'x'), scope.zeros([3], 'into')];
    const before = scope.liveBuffers;
    addInto(scope, { x, into });
    expect(scope.liveBuffers).toBe(before);
    expect(() => addInto(scope, { x, into: scope.zeros([2], 'y') })).toThrow(ShapeError);
    expect(() => addInto(scope, { x, into, scale: Number.NEGATIVE_INFINITY })).toThrow(RangeError);
    expect(() => addInto(scope, { x, into: x })).toThrow('another tensor than x');
  });
});
