import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { geluBackward } from './geluBackward';
import { geluBackwardCpu } from './geluBackward.cpu';
import { normalCdf } from './geluResidual.cpu';

describe('geluBackward', () => {
  // Around the 256 entries of a workgroup; folded.
  gpuTest.for([1, 255, 256, 257, 30000])('matches float64 on %i entries', async (n, { scope }) => {
    const x = randomSigned(n, 1234).map((value) => 8 * value);
    const dy = randomSigned(n, 987654321);
    const inputs = { x: scope.upload(x, [n], 'x'), dy: scope.upload(dy, [n], 'dy') };
    const got = await scope.download(geluBackward(scope, inputs));
    expect(worstError(got, geluBackwardCpu(x, dy))).toBeLessThan(5e-7);
  });

  gpuTest('has slope 0, 1/2 or 1 at the extremes and at 0', async ({ scope }) => {
    const x = scope.upload(new Float32Array([-3e38, -20, 0, 20, 3e38]), [5], 'x');
    const dy = scope.upload(new Float32Array(5).fill(2), [5], 'dy');
    const got = await scope.download(geluBackward(scope, { x, dy }));
    const want = [0, 0, 1, 2, 2];
    expect(worstError(got, want)).toBeLessThan(3e-7);
  });

  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    const [x, out] = [scope.zeros([3], 'x'), scope.empty([3], 'out')];
    const before = scope.liveBuffers;
    expect(geluBackward(scope, { x, dy: x, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and an aliased out', ({ scope }) => {
    const [x, dy] = [scope.zeros([3], 'x'), scope.zeros([3], 'dy')];
    const wrong = scope.zeros([2], 'wrong');
    expect(() => geluBackward(scope, { x, dy: wrong })).toThrow(ShapeError);
    expect(() => geluBackward(scope, { x, dy, out: wrong })).toThrow(ShapeError);
    expect(() => geluBackward(scope, { x, dy, out: x })).toThrow('another tensor than x');
    expect(() => geluBackward(scope, { x, dy, out: dy })).toThrow('another tensor than dy');
  });
});

test('the twin is the derivative of x Phi(x)', () => {
  for (const x of [-3, -0.7, 0, 0.4, 2.5]) {
    const [h, at] = [1e-5, Math.fround(x)];
    const slope = ((at + h) * normalCdf(at + h) - (at - h) * normalCdf(at - h)) / (2 * h);
    const [got] = geluBackwardCpu(new Float32Array([x]), new Float32Array([1]));
    expect(got).toBeCloseTo(slope, 9);
  }
});
