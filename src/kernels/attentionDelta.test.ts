import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { attentionDelta } from './attentionDelta';
import { attentionDeltaCpu } from './attentionDelta.cpu';

describe('attentionDelta', () => {
  // Around the 64 pairs of a workgroup; folded.
  gpuTest.for([
    [1, 1, 4],
    [21, 3, 8],
    [64, 1, 64],
    [700, 12, 4],
    [0, 2, 8],
  ] as const)('matches float64 on %j', async ([n, heads, size], { scope }) => {
    const width = heads * size;
    const [y, dy] = [randomSigned(n * width, 1234), randomSigned(n * width, 987654321)];
    const logSum = randomSigned(n * heads, 40_000_003);
    const state = attentionDelta(scope, {
      y: scope.upload(y, [n, width], 'y'),
      dy: scope.upload(dy, [n, width], 'dy'),
      logSum: scope.upload(logSum, [n, heads], 'logSum'),
    });
    expect(state.shape).toEqual([n, heads, 2]);
    const want = attentionDeltaCpu({ y, dy, logSum }, { heads, width });
    expect(worstError(await scope.download(state), want)).toBeLessThan(1.2e-6); // measured 6e-7
  });

  gpuTest('keeps a huge head to itself', async ({ scope }) => {
    const y = scope.upload(new Float32Array(12).fill(1e18, 4, 8), [1, 12], 'y');
    const logSum = scope.upload(Float32Array.of(3e38, -3, 2), [1, 3], 'logSum');
    const got = await scope.download(attentionDelta(scope, { y, dy: y, logSum }));
    const [, , , huge] = got;
    expect(Math.abs(huge! / 4e36 - 1)).toBeLessThan(1e-6);
    expect([...got]).toEqual([Math.fround(3e38), 0, -3, huge, 2, 0]);
  });

  gpuTest('refuses wrong shapes and odd heads', ({ scope }) => {
    const [y, logSum] = [scope.zeros([2, 8], 'y'), scope.zeros([2, 2], 'logSum')];
    expect(() => attentionDelta(scope, { y, dy: logSum, logSum })).toThrow(ShapeError);
    expect(() => attentionDelta(scope, { y, dy: y, logSum: scope.zeros([3, 2], 'x') })).toThrow(
      ShapeError,
    );
    const four = scope.zeros([2, 4], 'four');
    expect(() => attentionDelta(scope, { y, dy: y, logSum: four })).toThrow('4 heads in 8 columns');
  });
});
