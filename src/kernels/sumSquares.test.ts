import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { SUM_SQUARES_PARTS, sumSquares, sumSquaresOfAll } from './sumSquares';
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

  gpuTest.for([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'counts %f as 1e15',
    async (value, { scope }) => {
      const x = Float32Array.of(3, value, 0, 4);
      const [got] = await scope.download(sumSquares(scope, { x: scope.upload(x, [4], 'x') }));
      expect(Math.abs(got! / sumSquaresCpu(x) - 1)).toBeLessThan(2e-7);
      expect(Math.abs(got! / 1e30 - 1)).toBeLessThan(2e-7);
    },
  );

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

describe.each(ADAPTERS)('sumSquaresOfAll with the shapes of a %s adapter', (_, run) => {
  gpuTest('adds up all of many tensors, empty ones too', async ({ scope }) => {
    const arrays = [1, 0, 2048, 2049, 140_000, 7].map((count, i) =>
      randomSigned(count, 7919 * i + 1),
    );
    const want = arrays.reduce((sum, x) => sum + sumSquaresCpu(x), 0);
    await run(scope, async (own) => {
      const tensors = arrays.map((x) => own.upload(x, [x.length], 'x'));
      const [got] = await own.download(sumSquaresOfAll(own, tensors));
      expect(Math.abs(got! / want - 1)).toBeLessThan(2e-7);
      expect([...(await own.download(sumSquaresOfAll(own, [])))]).toEqual([0]);
    });
  });

  gpuTest('counts the last entry of every tensor once, and stays finite', async ({ scope }) => {
    await run(scope, async (own) => {
      const tensors = [5, 3000, 131_073].map((count, i) => {
        const x = new Float32Array(count);
        x[count - 1] = 10 ** i;
        return own.upload(x, [count], 'x');
      });
      expect([...(await own.download(sumSquaresOfAll(own, tensors)))]).toEqual([10_101]);
      const huge = own.upload(new Float32Array(100).fill(-3e38), [100], 'huge');
      const [got] = await own.download(sumSquaresOfAll(own, [huge, huge]));
      expect(Math.abs(got! / 2e32 - 1)).toBeLessThan(1e-6);
    });
  });
});
