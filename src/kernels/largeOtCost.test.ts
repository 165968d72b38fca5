import { describe, expect } from 'vitest';
import { gpuTest, worstError } from '../gpu/testing';
import { largeOtCost } from './largeOtCost';
import { largeOtCostCpu } from './largeOtCost.cpu';
import { largeCase, someWeights, startLarge } from './largeOtTesting';

const COSTS = ['cosine', 'squared-euclidean', 'dot'] as const;

describe('largeOtCost', () => {
  gpuTest.for([
    [65, 70, 7],
    [3, 130, 24],
    [17, 9, 384],
  ] as const)('matches float64, %i x %i, d %i', async ([n, m, d], { scope }) => {
    const host = largeCase(n, m, d);
    for (const cost of COSTS) {
      const settings = { eps: 0.25, iterations: 1, cost, distortion: 0.3 };
      const { buffers, shape } = startLarge(scope, host, settings);
      const want = largeOtCostCpu(host, settings);
      const got = await scope.download(buffers.m);
      const inside = want.map((_, at) => {
        const [i, j] = [Math.floor(at / m), at % m];
        return -0.25 * Math.LN2 * got[i * shape.columns + j]!;
      });
      // Measured 2.6e-7 for cosine, costs up to 2; others are sums of up to d products of about 1.
      expect(worstError(inside, want)).toBeLessThan(cost === 'cosine' ? 5e-7 : 4e-7 * d + 4e-7);
    }
  });

  gpuTest('puts tokens of weight 0 and padding out of reach', async ({ scope }) => {
    const host = { ...largeCase(66, 70, 4), weights: someWeights(66, 70) };
    const { buffers, shape } = startLarge(scope, host, { eps: 0.1, iterations: 1 });
    const got = await scope.download(buffers.m);
    got.forEach((value, at) => {
      const [i, j] = [Math.floor(at / shape.columns), at % shape.columns];
      const there = i < 66 && j < 70 && host.weights[i]! > 0 && host.weights[66 + j]! > 0;
      expect(value > -1e29).toBe(there);
      expect(value).toBeGreaterThanOrEqual(Math.fround(-1e30));
    });
  });

  gpuTest(
    'gives the same in several dispatches, and says how many tiles each took',
    async ({ scope }) => {
      const host = largeCase(66, 70, 4);
      const { buffers, params } = startLarge(scope, host, { eps: 0.1, iterations: 1 });
      const whole = await scope.download(buffers.m);
      scope.write(buffers.m, new Float32Array(whole.length));
      const taken: number[] = [];
      largeOtCost(scope, params, buffers, 30, (tiles) => taken.push(tiles));
      expect(taken).toEqual([30, 30, 21]);
      expect(await scope.download(buffers.m)).toEqual(whole);
    },
  );
});
