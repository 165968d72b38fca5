import { describe, expect } from 'vitest';
import { gpuTest, randomSigned, relativeError } from '../gpu/testing';
import { fusedOtCpu, raggedBatch, raggedLayout, readStatus } from '../kernels';
import { GOLDEN, golden, HARD_GOLDEN, l1Error } from './goldenTesting';
import { solveOt } from './solveOt';
import { uploadGolden } from './uploadGoldenTesting';

describe('solveOt', () => {
  // Near-permutations stall under plain iterations; gradients.test.ts has them with Newton steps.
  const converging = [...GOLDEN, ...HARD_GOLDEN].filter(({ name }) => name !== 'nearPermutation');

  describe.each(converging)('stopping by itself on $name', (want) => {
    gpuTest('reaches plan, loss, value and gradient of the reference', async ({ scope }) => {
      const { eps } = want;
      const settings = { eps, iterations: 4000, tolerance: 1e-6 };
      const got = solveOt(scope, uploadGolden(scope, want), settings, {
        gradient: true,
        plan: true,
      });
      const status = readStatus(await scope.download(got.status), 0, settings.tolerance);
      expect(status.converged).toBe(true);
      expect(Math.abs(status.loss - want.loss)).toBeLessThan(2e-6 * want.loss + 3e-7);
      expect(Math.abs(status.value - want.valueKl)).toBeLessThan(2e-6);
      const bound = eps >= 0.01 ? 1e-4 : 1e-3; // goal A2
      const gradient = await scope.download(got.gradient!);
      expect(relativeError(gradient, want.gradYPlanFixed)).toBeLessThan(bound);
      expect(l1Error(await scope.download(got.plan!), want.P)).toBeLessThan(bound);
    });
  });

  gpuTest.for([0.05, 0.005])(
    'reports errors that float64 sums of its plan confirm, eps %f',
    async (eps, { scope }) => {
      const sizes = [
        [24, 37],
        [70, 20],
      ] as const;
      const [ns, ms] = [sizes.map(([n]) => n), sizes.map(([, m]) => m)];
      const [{ rows, columns, planOffsets }, d] = [raggedLayout(ns, ms), 16];
      const problem = {
        x: scope.upload(randomSigned(rows * d, 31), [rows, d], 'x'),
        y: scope.upload(randomSigned(columns * d, 50_021), [columns, d], 'y'),
        batch: raggedBatch(scope, ns, ms),
      };
      for (const iterations of [1, 10, 100]) {
        const got = solveOt(scope, problem, { eps, iterations }, { plan: true });
        const [plan, status] = [await scope.download(got.plan!), await scope.download(got.status)];
        for (const [b, [n, m]] of sizes.entries()) {
          const { rowError, columnError } = readStatus(status, b);
          const entry = (i: number, j: number) => plan[planOffsets[b]! + i * m + j]!;
          const range = (count: number) => Array.from({ length: count }, (_, k) => k);
          const total = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0);
          const off = (sums: readonly number[], want: number) =>
            total(sums.map((sum) => Math.abs(sum - want)));
          const inRows = off(
            range(n).map((i) => total(range(m).map((j) => entry(i, j)))),
            1 / n,
          );
          const inColumns = off(
            range(m).map((j) => total(range(n).map((i) => entry(i, j)))),
            1 / m,
          );
          expect(Math.abs(rowError - inRows)).toBeLessThan(2e-7 + 0.1 * inRows);
          expect(Math.abs(columnError - inColumns)).toBeLessThan(4e-7 + 0.1 * inColumns);
        }
      }
    },
  );

  gpuTest('solves problems beyond 64 tokens beside small ones', async ({ scope }) => {
    const sizes = [
      [4, 3],
      [66, 5],
      [64, 64],
    ] as const;
    const [ns, ms] = [sizes.map(([n]) => n), sizes.map(([, m]) => m)];
    const [layout, d] = [raggedLayout(ns, ms), 8];
    const host = {
      x: randomSigned(layout.rows * d, 5),
      y: randomSigned(layout.columns * d, 80_021),
    };
    const problem = {
      x: scope.upload(host.x, [layout.rows, d], 'x'),
      y: scope.upload(host.y, [layout.columns, d], 'y'),
      batch: raggedBatch(scope, ns, ms),
    };
    const settings = { eps: 0.1, iterations: 12, scale: 0.5 };
    const got = solveOt(scope, problem, settings, { gradient: true });
    const want = fusedOtCpu({ ...host, d, layout }, settings);
    const status = await scope.download(got.status);
    for (let b = 0; b < 3; b++) {
      const [found, sought] = [readStatus(status, b), readStatus(want.status, b)];
      expect(Math.abs(found.loss / sought.loss - 1)).toBeLessThan(2e-6);
      expect(Math.abs(found.gap - sought.gap)).toBeLessThan(1e-6);
    }
    const half = want.gradient.map((g) => g / 2);
    expect(relativeError(await scope.download(got.gradient!), half)).toBeLessThan(5e-6);
  });

  gpuTest.for([1e-4, 1e-3, 0.1, 10])('never gives a NaN, eps %f', async (eps, { scope }) => {
    const d = 6;
    const host = randomSigned(80 * d, 77).fill(0, 6, 12);
    const x = scope.upload(host, [80, d], 'x');
    const problem = { x, y: x, batch: raggedBatch(scope, [4, 9, 67], [9, 4, 67]) };
    const settings = { eps, iterations: 20, tolerance: 1e-3 };
    const got = solveOt(scope, problem, settings, { gradient: true, plan: true });
    for (const tensor of Object.values(got))
      expect((await scope.download(tensor)).every(Number.isFinite), tensor.label).toBe(true);
  });

  gpuTest('writes into out and allocates nothing that stays', async ({ scope }) => {
    const problem = uploadGolden(scope, golden('weighted'), 2);
    const settings = { eps: 0.1, iterations: 5 };
    const wanted = { gradient: true, plan: true };
    const out = solveOt(scope, problem, settings, wanted);
    const first = await scope.download(out.plan!);
    const before = scope.gpu.liveBuffers;
    expect(solveOt(scope, problem, settings, wanted, out)).toBe(out);
    expect(scope.gpu.liveBuffers).toBe(before);
    expect(await scope.download(out.plan!)).toEqual(first);
  });

  gpuTest('starts from given potentials', async ({ scope }) => {
    const want = golden('rectEps0.02');
    const problem = uploadGolden(scope, want);
    const long = solveOt(scope, problem, { eps: want.eps, iterations: 400 });
    const start = long.potentials;
    const again = solveOt(
      scope,
      { ...problem, start },
      { eps: want.eps, iterations: 40, tolerance: 1e-5 },
    );
    const { iterations, converged } = readStatus(await scope.download(again.status), 0, 1e-5);
    expect([iterations, converged]).toEqual([4, true]);
  });

  gpuTest('refuses settings and tensors that make no sense', ({ scope }) => {
    const x = scope.zeros([2, 4], 'x');
    const problem = { x, y: x, batch: raggedBatch(scope, [2], [2]) };
    const solve =
      (eps: number, iterations = 1, tolerance = 0) =>
      () =>
        solveOt(scope, problem, { eps, iterations, tolerance });
    expect(solve(0)).toThrow('solveOt: eps must be positive and finite, got 0');
    expect(solve(Number.NaN)).toThrow('got NaN');
    expect(solve(1, 0)).toThrow('solveOt: iterations must be a whole number >= 1, got 0');
    expect(solve(1, 1, -1)).toThrow('solveOt: tolerance must be >= 0 and finite, got -1');
    const weights = scope.zeros([3], 'weights');
    expect(() => solveOt(scope, { ...problem, weights }, { eps: 1, iterations: 1 })).toThrow(
      'weights: expected shape [4], got [3]',
    );
  });
});
