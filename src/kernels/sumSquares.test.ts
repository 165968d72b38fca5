import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { SUM_SQUARES_PARTS, sumSquares } from './sumSquares';
import { sumSquaresCpu } from './sumSquares.cpu';

describe.each(ADAPTERS)('sumSquares with the shapes of a %s adapter', (_, run) => {
  // Around 64 workgroups of 4 (software) or 64 lanes, and around their partial sums of 64 terms.
  gpuTest.for([1, 255, 256, 257, 4095, 4097, 16384, 16385, 300000])(
    'matches float64 on %i entries',
    async (count, { scope }) => {
      const x = randomSigned(count, 1234);
      const want = sumSquaresCpu(x);
      await run(scope, async (own) => {
        const [got] = await own.download(sumSquares(own, { x: own.upload(x, [count], 'x') }));
        expect(Math.abs(got! / want - 1)).toBeLessThan(2e-7);
      });
    },
  );

  gpuTest.for([0, 255, 256, 16384, 16999])('counts entry %i once', async (at, { scope }) => {
    const x = new Float32Array(17000);
    x[at] = -3;
    await run(scope, async (own) => {
      const tensor = own.upload(x, [170, 100], 'x');
      expect([...(await own.download(sumSquares(own, { x: tensor })))]).toEqual([9]);
    });
  });
});

describe('sumSquares', () => {
  gpuTest('stays finite on the largest numbers', async ({ scope }) => {
    const x = scope.upload(new Float32Array(1000).fill(3e38), [1000], 'x');
    const [got] = await scope.download(sumSquares(scope, { x }));
    expect(Math.abs(got! / 1e33 - 1)).toBeLessThan(1e-5);
  });

  gpuTest('is zero without entries', async ({ scope }) => {
    const got = await scope.download(sumSquares(scope, { x: scope.zeros([0], 'x') }));
    expect([...got]).toEqual([0]);
  });

  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    const [x, out] = [scope.zeros([5], 'x'), scope.empty([1], 'out')];
    const partials = scope.empty([SUM_SQUARES_PARTS], 'partials');
    const before = scope.liveBuffers;
    expect(sumSquares(scope, { x, out, partials })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and aliases', ({ scope }) => {
    const [x, two] = [scope.zeros([64], 'x'), scope.zeros([2], 'two')];
    expect(() => sumSquares(scope, { x, out: two })).toThrow(ShapeError);
    expect(() => sumSquares(scope, { x, partials: two })).toThrow(ShapeError);
    expect(() => sumSquares(scope, { x, partials: x })).toThrow('another tensor than x');
    const out = scope.zeros([1], 'out');
    expect(() => sumSquares(scope, { x: out, out })).toThrow('another tensor than x');
  });
});
