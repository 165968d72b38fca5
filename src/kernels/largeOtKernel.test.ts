import { describe, expect } from 'vitest';
import { gpuTest } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { largeOtCostCpu } from './largeOtCost.cpu';
import { largeOtKernelCpu } from './largeOtKernel.cpu';
import { largeCase, sectionOf, startLarge } from './largeOtTesting';
import { KERNEL_BITS } from './otProblem';

describe.each(ADAPTERS)('largeOtKernel as on a %s adapter', (_, asAdapter) => {
  gpuTest.for([
    [65, 70],
    [130, 3],
  ] as const)('matches float64, %i x %i', async ([n, m], { scope }) => {
    await asAdapter(scope, async (scope) => {
      const host = largeCase(n, m, 9);
      const settings = { eps: 0.1, iterations: 1 };
      const { buffers, shape } = startLarge(scope, host, settings);
      const bits = largeOtCostCpu(host, {}).map((c) => (-c * Math.LOG2E) / 0.1);
      const want = largeOtKernelCpu(bits, new Float64Array(m));
      const got = await scope.download(buffers.k);
      want.k.forEach((value, at) => {
        const there = got[Math.floor(at / m) * shape.columns + (at % m)]!;
        expect(Math.abs(there / value - 1)).toBeLessThan(6e-6); // measured 2.5e-6, |M| up to 28
      });
      const padding = got.filter((_, at) => at % shape.columns >= m && at < n * shape.columns);
      expect(padding.every((value) => value === 0)).toBe(true);
      const { x } = sectionOf(await scope.download(buffers.vectors), shape, 1);
      expect([...x]).toEqual([...want.u]);
    });
  });

  gpuTest('takes the kernel domain just where the bound admits it', async ({ scope }) => {
    await asAdapter(scope, async (scope) => {
      const host = largeCase(65, 70, 9);
      const range = (eps: number) => {
        const bits = largeOtCostCpu(host, {}).map((c) => (-c * Math.LOG2E) / eps);
        return largeOtKernelCpu(bits, new Float64Array(70)).range + Math.log2(70);
      };
      const border = (0.1 * (range(0.1) - Math.log2(70))) / (KERNEL_BITS - Math.log2(70));
      expect(range(border)).toBeCloseTo(KERNEL_BITS, 6);
      const domain = async (settings: object, given = {}) => {
        const { buffers } = startLarge(
          scope,
          { ...host, ...given },
          { eps: 0.1, iterations: 1, ...settings },
        );
        return (await scope.download(buffers.state))[2];
      };
      expect(await domain({ eps: 1.001 * border })).toBe(0);
      expect(await domain({ eps: 0.999 * border })).toBe(1);
      expect(await domain({ schedule: { kind: 'proximal' } })).toBe(2);
      // One weight 2^10 times the others takes 10 bits more.
      const weights = new Float32Array(135).fill(1 / 1100);
      weights[3] = 1024 / 1100;
      expect(await domain({ eps: 1.001 * border }, { weights })).toBe(1);
    });
  });
});
