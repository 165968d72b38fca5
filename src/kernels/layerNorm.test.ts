import { describe, expect } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { layerNorm } from './layerNorm';
import { layerNormCpu } from './layerNorm.cpu';

function hostInputs(n: number, d: number) {
  return {
    x: randomSigned(n * d, 1234),
    gamma: randomSigned(d, 777777),
    beta: randomSigned(d, 987654321),
  };
}

function upload(scope: Scope, host: ReturnType<typeof hostInputs>, n: number, d: number) {
  return {
    x: scope.upload(host.x, [n, d], 'x'),
    gamma: scope.upload(host.gamma, [d], 'gamma'),
    beta: scope.upload(host.beta, [d], 'beta'),
  };
}

describe.each(ADAPTERS)('layerNorm with the lanes of a %s adapter', (_, run) => {
  // Around 4 and 64 lanes per row; folded.
  gpuTest.for([
    [1, 2],
    [3, 3],
    [5, 63],
    [4, 65],
    [130, 32],
    [2, 1023],
    [0, 8],
  ] as const)('matches float64 on %j', async ([n, d], { scope }) => {
    const host = hostInputs(n, d);
    const want = layerNormCpu(host, [n, d], 1e-5);
    await run(scope, async (own) => {
      const { y, mean, rstd } = layerNorm(own, { ...upload(own, host, n, d), epsilon: 1e-5 });
      expect(worstError(await own.download(y), want.y)).toBeLessThan(Y_BOUND);
      expect(worstError(await own.download(mean), want.mean)).toBeLessThan(6e-8); // measured 3e-8
      const ratio = (await own.download(rstd)).map((got, i) => got / want.rstd[i]!);
      expect(worstError(ratio, new Array(n).fill(1))).toBeLessThan(2.5e-7); // measured 1.2e-7
    });
  });

  // The mean of 0.1 thirty-three times rounds to another number; 1 / sqrt(epsilon) would make 0.007 of that.
  gpuTest.for([0.1, -1e4, 3e15, 0])('gives beta for rows of %d', async (value, { scope }) => {
    const host = { ...hostInputs(2, 33), x: new Float32Array(66).fill(value) };
    await run(scope, async (own) => {
      const { y, mean, rstd } = layerNorm(own, { ...upload(own, host, 2, 33), epsilon: 1e-12 });
      expect(worstError(await own.download(y), [...host.beta, ...host.beta])).toBeLessThan(1e-6);
      expect([...(await own.download(mean))]).toEqual([...host.x.subarray(0, 2)]);
      expect(worstError(await own.download(rstd), [1e6, 1e6])).toBeLessThan(10);
    });
  });

  gpuTest('keeps small rows beside a large mean, and one outlier', async ({ scope }) => {
    const host = hostInputs(2, 64);
    host.x = host.x.map((value, at) => (at < 64 ? 1000 + value : value));
    host.x[64] = 1e6;
    const want = layerNormCpu(host, [2, 64], 1e-12);
    await run(scope, async (own) => {
      const { y } = layerNorm(own, { ...upload(own, host, 2, 64), epsilon: 1e-12 });
      expect(worstError(await own.download(y), want.y)).toBeLessThan(Y_BOUND);
    });
  });
});

const Y_BOUND = 7e-7; // measured 3.4e-7

describe('layerNorm', () => {
  gpuTest('refuses wrong shapes, a zero epsilon and an aliased out', ({ scope }) => {
    const inputs = { ...upload(scope, hostInputs(2, 3), 2, 3), epsilon: 1e-5 };
    const wrong = scope.zeros([2], 'wrong');
    for (const field of ['x', 'gamma', 'beta', 'out'])
      expect(() => layerNorm(scope, { ...inputs, [field]: wrong })).toThrow(ShapeError);
    for (const epsilon of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => layerNorm(scope, { ...inputs, epsilon })).toThrow('epsilon');
    expect(() => layerNorm(scope, { ...inputs, out: inputs.x })).toThrow('another tensor than x');
    const out = scope.zeros([2, 3], 'out');
    expect(layerNorm(scope, { ...inputs, out }).y).toBe(out);
  });
});
