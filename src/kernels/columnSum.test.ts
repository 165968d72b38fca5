import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { columnSum } from './columnSum';
import { columnSumCpu } from './columnSum.cpu';

describe('columnSum', () => {
  // Around the 32 columns of a workgroup and the 128 rows of a partial sum; folded.
  gpuTest.for([
    [1, 1],
    [127, 31],
    [128, 32],
    [129, 33],
    [2500, 3],
    [2, 3200],
  ] as const)('matches float64 on %j', async ([n, d], { scope }) => {
    const x = randomSigned(n * d, 1234);
    const got = await scope.download(columnSum(scope, { x: scope.upload(x, [n, d], 'x') }));
    expect(worstError(got, columnSumCpu(x, n, d))).toBeLessThan(2.8e-5); // measured 1.4e-5
  });

  gpuTest.for([0, 127, 128, 299])('counts a huge row %i once', async (row, { scope }) => {
    const x = new Float32Array(300 * 33);
    x.fill(3e38, row * 33, row * 33 + 33);
    const got = await scope.download(columnSum(scope, { x: scope.upload(x, [300, 33], 'x') }));
    expect([...got]).toEqual(new Array(33).fill(Math.fround(3e38)));
  });

  gpuTest('is zero without rows', async ({ scope }) => {
    const out = scope.upload(new Float32Array([7, 7]), [2], 'out');
    const got = await scope.download(columnSum(scope, { x: scope.zeros([0, 2], 'x'), out }));
    expect([...got]).toEqual([0, 0]);
  });

  gpuTest('adds to out where told to', async ({ scope }) => {
    const x = scope.upload(randomSigned(300 * 33, 1234), [300, 33], 'x');
    const plain = await scope.download(columnSum(scope, { x }));
    const out = scope.upload(new Float32Array(33).fill(64), [33], 'out');
    columnSum(scope, { x, out, accumulate: true });
    const got = await scope.download(out);
    // One more rounding, at 64 of up to 3.8e-6 for each of the three partial sums.
    expect(
      worstError(
        got.map((value) => value - 64),
        plain,
      ),
    ).toBeLessThan(1.6e-5);
    expect(() => columnSum(scope, { x, accumulate: true })).toThrow('accumulate needs out');
  });

  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    const [x, out] = [scope.zeros([2, 3], 'x'), scope.empty([3], 'out')];
    const before = scope.liveBuffers;
    expect(columnSum(scope, { x, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and an aliased out', ({ scope }) => {
    const [x, row] = [scope.zeros([1, 3], 'x'), scope.zeros([3], 'row')];
    expect(() => columnSum(scope, { x: row })).toThrow(ShapeError);
    expect(() => columnSum(scope, { x, out: x })).toThrow(ShapeError);
    const view = { ...x, shape: [3] };
    expect(() => columnSum(scope, { x, out: view })).toThrow('another tensor than x');
  });
});
