import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { unitNormalise } from './unitNormalise';
import { unitNormaliseCpu } from './unitNormalise.cpu';

describe.each(ADAPTERS)('unitNormalise with the shapes of a %s adapter', (_, run) => {
  // Around rows of 4 (software) and 64 lanes; folded.
  gpuTest.for([
    [1, 1],
    [3, 3],
    [3, 5],
    [2, 63],
    [2, 64],
    [2, 65],
    [100, 384],
  ] as const)('matches float64 on %j', async ([n, d], { scope }) => {
    const x = randomSigned(n * d, 1234);
    const want = unitNormaliseCpu(x, n, d);
    await run(scope, async (own) => {
      const { unit, norm } = unitNormalise(own, { x: own.upload(x, [n, d], 'x') });
      expect(worstError(await own.download(unit), want.unit)).toBeLessThan(2e-7);
      const ratio = (await own.download(norm)).map((value, i) => value / want.norm[i]!);
      expect(worstError(ratio, new Float64Array(n).fill(1))).toBeLessThan(3e-7);
    });
  });

  gpuTest('gives (3, 4) / 5 at every magnitude, and zeros for zeros', async ({ scope }) => {
    const sizes = [1, 1e-20, 1e-30, 1e18, 1e37, 0];
    const x = Float32Array.from(sizes.flatMap((size) => [0, 3 * size, 0, 0, -4 * size]));
    await run(scope, async (own) => {
      const { unit, norm } = unitNormalise(own, { x: own.upload(x, [6, 5], 'x') });
      const want = sizes.flatMap((size) => (size ? [0, 0.6, 0, 0, -0.8] : [0, 0, 0, 0, 0]));
      expect(worstError(await own.download(unit), want)).toBeLessThan(2e-7);
      const scaled = (await own.download(norm)).map((value, i) => value / (5 * sizes[i]! || 1));
      expect(worstError(scaled, [1, 1, 1, 1, 1, 0])).toBeLessThan(3e-7);
    });
  });

  gpuTest.for([0, 3, 4, 63, 64])('finds a lone entry at %i', async (at, { scope }) => {
    const x = new Float32Array(65);
    x[at] = -1e18;
    await run(scope, async (own) => {
      const { unit, norm } = unitNormalise(own, { x: own.upload(x, [1, 65], 'x') });
      const want = new Float32Array(65);
      want[at] = -1;
      expect([...(await own.download(unit))].map((v) => v + 0)).toEqual([...want]);
      expect([...(await own.download(norm))]).toEqual([Math.fround(1e18)]);
    });
  });
});

describe('unitNormalise', () => {
  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    const x = scope.zeros([2, 3], 'x');
    const [out, outNorm] = [scope.empty([2, 3], 'out'), scope.empty([2], 'outNorm')];
    const before = scope.liveBuffers;
    expect(unitNormalise(scope, { x, out, outNorm })).toEqual({ unit: out, norm: outNorm });
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and aliases', ({ scope }) => {
    const [x, wrong] = [scope.zeros([2, 1], 'x'), scope.zeros([3], 'wrong')];
    for (const field of ['x', 'out', 'outNorm']) {
      expect(() => unitNormalise(scope, { x, [field]: wrong })).toThrow(ShapeError);
    }
    expect(() => unitNormalise(scope, { x, out: x })).toThrow('another tensor than x');
    const outNorm = { ...x, shape: [2] };
    expect(() => unitNormalise(scope, { x, outNorm })).toThrow('another tensor than x');
  });
});
