import { describe, expect } from 'vitest';
import { gpuTest, relativeError } from '../gpu/testing';
import { largeOtColumns } from './largeOtColumns';
import { largeOtPlan } from './largeOtPlan';
import { largeOtPlanCpu } from './largeOtPlan.cpu';
import { largeOtRows } from './largeOtRows';
import {
  exponentsOf,
  l1,
  largeCase,
  naturalPotentials,
  sectionOf,
  startLarge,
} from './largeOtTesting';

// The shapes for real GPUs are tested by largeOt.test.ts; SwiftShader compiles them for seconds.
describe('largeOtPlan', () => {
  gpuTest.for([
    [67, 70, 0.1],
    [3, 260, 0.01],
  ] as const)(
    'gives the plan of the potentials and its sums, %i x %i, eps %d',
    async ([n, m, eps], { scope }) => {
      const host = largeCase(n, m, 9);
      const settings = { eps, iterations: 1 };
      const { buffers, shape, params } = startLarge(scope, host, settings);
      largeOtRows(scope, params, buffers)();
      largeOtColumns(scope, params, buffers)();
      const plan = scope.empty([n * m], 'plan');
      largeOtPlan(scope, { ...params, keep: 1, wantPlan: 1 }, buffers, plan);
      const vectors = await scope.download(buffers.vectors);
      const [bits, scaling] = [sectionOf(vectors, shape, 1), sectionOf(vectors, shape, 2)];
      const exponents = exponentsOf(host, settings);
      const want = largeOtPlanCpu(
        exponents,
        exponents.map((value) => -eps * value),
        naturalPotentials(bits.x, scaling.x),
        naturalPotentials(bits.y, scaling.y),
        0,
      );
      const got = await scope.download(plan);
      expect(l1(got, want.plan)).toBeLessThan(4e-7 / eps);
      const kept = await scope.download(buffers.k);
      expect([...got]).toEqual(
        [...got].map((_, at) => kept[Math.floor(at / m) * shape.columns + (at % m)]),
      );
      expect(relativeError(sectionOf(vectors, shape, 4).x, want.rowSums)).toBeLessThan(4e-7 / eps);
      const loss = sectionOf(vectors, shape, 5).x.reduce((sum, value) => sum + value, 0);
      expect(Math.abs(loss - want.loss)).toBeLessThan(1e-6);
      const part = await scope.download(buffers.part);
      const columns = new Float64Array(m);
      for (let block = 0; block < shape.rows / 8; block++)
        for (let j = 0; j < m; j++) columns[j]! += part[2 * block * shape.columns + j]!;
      expect(relativeError(columns, want.columnSums)).toBeLessThan(4e-7 / eps);
    },
  );

  gpuTest('leaves plan and kernel alone where neither is wanted', async ({ scope }) => {
    const { buffers, params } = startLarge(scope, largeCase(67, 70, 9), {
      eps: 0.1,
      iterations: 1,
    });
    const before = await scope.download(buffers.k);
    const plan = scope.upload(new Float32Array(67 * 70).fill(5), [67 * 70], 'plan');
    largeOtPlan(scope, { ...params, keep: 0, wantPlan: 0 }, buffers, plan);
    expect((await scope.download(plan)).every((p) => p === 5)).toBe(true);
    expect(await scope.download(buffers.k)).toEqual(before);
  });
});
