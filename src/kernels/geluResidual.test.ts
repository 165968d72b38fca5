import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { geluResidual } from './geluResidual';
import { geluResidualCpu, normalCdf } from './geluResidual.cpu';

describe('geluResidual', () => {
  // Around the 256 entries of a workgroup; folded.
  gpuTest.for([1, 255, 256, 257, 30000])('matches float64 on %i entries', async (n, { scope }) => {
    const x = randomSigned(n, 1234).map((value) => 8 * value);
    const residual = randomSigned(n, 987654321);
    const inputs = {
      x: scope.upload(x, [n, 1], 'x'),
      residual: scope.upload(residual, [n, 1], 'residual'),
    };
    const plain = await scope.download(geluResidual(scope, { x: inputs.x }));
    expect(worstError(plain, geluResidualCpu(x))).toBeLessThan(9e-7);
    const added = await scope.download(geluResidual(scope, inputs));
    expect(worstError(added, geluResidualCpu(x, residual))).toBeLessThan(9e-7);
  });

  gpuTest('is 0 or x itself at the extremes', async ({ scope }) => {
    const x = scope.upload(new Float32Array([-3e38, -1e4, -20, 0, 20, 1e4, 3e38]), [7], 'x');
    const got = await scope.download(geluResidual(scope, { x }));
    expect([...got].map((v) => v + 0)).toEqual([0, 0, 0, 0, 20, 1e4, Math.fround(3e38)]);
  });

  gpuTest('keeps the sign of the far tail', async ({ scope }) => {
    const x = scope.upload(new Float32Array([-6]), [1], 'x');
    const [got] = await scope.download(geluResidual(scope, { x }));
    expect(Math.abs(got! / (-6 * 9.865876e-10) - 1)).toBeLessThan(8e-3); // measured 3.6e-3 of Phi(-6)
  });

  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    const [x, out] = [scope.zeros([3], 'x'), scope.empty([3], 'out')];
    const before = scope.liveBuffers;
    expect(geluResidual(scope, { x, residual: x, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and an aliased out', ({ scope }) => {
    const [x, wrong] = [scope.zeros([3], 'x'), scope.zeros([2], 'wrong')];
    const residual = scope.zeros([3], 'residual');
    expect(() => geluResidual(scope, { x, residual: wrong })).toThrow(ShapeError);
    expect(() => geluResidual(scope, { x, out: wrong })).toThrow(ShapeError);
    expect(() => geluResidual(scope, { x, out: x })).toThrow('another tensor than x');
    expect(() => geluResidual(scope, { x, residual, out: residual })).toThrow('than residual');
  });
});

test('normalCdf agrees with tables and with itself where its two halves meet', () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(1)).toBeCloseTo(0.8413447460685429, 14);
  expect(normalCdf(-6) / 9.865876450376946e-10).toBeCloseTo(1, 12);
  expect(normalCdf(-4 + 1e-12) / normalCdf(-4)).toBeCloseTo(1, 9);
});
