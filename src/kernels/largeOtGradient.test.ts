import { describe, expect } from 'vitest';
import { gpuTest, relativeError } from '../gpu/testing';
import { largeOtGradient } from './largeOtGradient';
import { largeOtGradientCpu } from './largeOtGradient.cpu';
import { largeOtPlan } from './largeOtPlan';
import { largeCase, solveLarge, startLarge } from './largeOtTesting';

describe('largeOtGradient', () => {
  gpuTest.for(['cosine', 'squared-euclidean', 'dot'] as const)(
    'is that of the plan held fixed, %s',
    async (cost, { scope }) => {
      // With cosine a single dimension leaves nothing to turn: the gradient is rounding.
      for (const d of [cost === 'cosine' ? 2 : 1, 7, 24, 130]) {
        const host = largeCase(67, 70, d);
        const settings = { eps: 0.3, iterations: 3, cost };
        const { gradient, plan } = await solveLarge(scope, host, settings);
        const want = largeOtGradientCpu(host, plan, cost);
        expect(relativeError(gradient, want)).toBeLessThan(4e-6); // measured 2e-6 at d 2, else 3e-7
      }
    },
  );

  gpuTest('gives the same in several dispatches', async ({ scope }) => {
    const [n, m, d] = [67, 70, 24];
    const { buffers, params } = startLarge(scope, largeCase(n, m, d), { eps: 0.3, iterations: 1 });
    largeOtPlan(scope, { ...params, keep: 1, wantPlan: 0 }, buffers, scope.empty([1], 'none'));
    const [one, more] = [scope.zeros([m, d], 'one'), scope.zeros([m, d], 'more')];
    largeOtGradient(scope, params, buffers, one);
    const taken: number[] = [];
    largeOtGradient(scope, params, buffers, more, 10, (tiles) => taken.push(tiles));
    expect(taken).toEqual([10, 10, 7]);
    const whole = await scope.download(one);
    expect(whole.some((value) => value !== 0)).toBe(true);
    expect(await scope.download(more)).toEqual(whole);
  });
});
