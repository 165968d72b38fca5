import { describe, expect } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomUnit, relativeError, worstError } from '../gpu/testing';
import { planGradient, raggedBatch } from '../kernels';
import {
  GOLDEN,
  type GoldenCase,
  l1Error,
  normalised,
  throughNorm,
  transposed,
} from './goldenTesting';
import { solveOt } from './solveOt';
import { solveOtCpu } from './solveOtCpu';
import { uniformLogWeights } from './uniformLogWeights';

const f32 = (values: ArrayLike<number>) => Float32Array.from(values);

/** L1 error of the plan and relative error of dY that float32 is allowed, by eps: about twice measured. */
const BOUNDS: Record<number, readonly [plan: number, gradient: number]> = {
  0.5: [4e-7, 4e-7],
  0.1: [2e-6, 2e-6],
  0.05: [3.5e-6, 4e-6],
  0.02: [6e-6, 7e-6],
  0.01: [1e-5, 1.1e-5],
  0.005: [1.8e-5, 2e-5],
};

function upload(scope: Scope, { n, m, d, X, Y, a, b }: GoldenCase) {
  return {
    x: scope.upload(f32(normalised(X, d)), [n, d], 'x'),
    y: scope.upload(f32(normalised(Y, d)), [m, d], 'y'),
    logA: scope.upload(f32(a.map(Math.log)), [n], 'logA'),
    logB: scope.upload(f32(b.map(Math.log)), [m], 'logB'),
    batch: raggedBatch(scope, [n], [m]),
  };
}

describe('solveOt', () => {
  describe.each(GOLDEN)('on $name', (want) => {
    const { n, m, d, eps, trace } = want;

    gpuTest('reaches plan, loss and gradient of the reference', async ({ scope }) => {
      const [planBound, gradientBound] = BOUNDS[eps]!;
      const problem = upload(scope, want);
      const got = solveOt(scope, problem, { eps, iterations: 4000, tolerance: 1e-6 });
      const plan = await scope.download(got.plan);
      expect(l1Error(plan, want.P)).toBeLessThan(planBound);
      expect(worstError(await scope.download(got.loss), [want.loss])).toBeLessThan(8e-7); // 3.6e-7
      // The reference derives by Y, so the roles are swapped here.
      const turned = scope.upload(f32(transposed(plan, n, m)), [n * m], 'turned');
      const batch = raggedBatch(scope, [m], [n]);
      const dY = planGradient(scope, { plan: turned, y: problem.x, batch, scale: 1 });
      const raw = throughNorm(await scope.download(dY), want.Y, d);
      expect(relativeError(raw, want.gradYPlanFixed)).toBeLessThan(gradientBound);
    });

    gpuTest('follows the reference iteration by iteration', async ({ scope }) => {
      const problem = upload(scope, want);
      for (const [k, [error, loss]] of Object.entries(trace)) {
        const got = solveOt(scope, problem, { eps, iterations: Number(k) });
        const [gotError, used] = await scope.download(got.status);
        expect(used).toBe(Number(k));
        expect(Math.abs(gotError! - error)).toBeLessThan(5e-7 + 1e-8 / eps); // 1.2e-6 at 0.005
        expect(Math.abs((await scope.download(got.loss))[0]! - loss)).toBeLessThan(1e-6);
      }
    });
  });

  gpuTest('agrees with the host on a ragged batch with uniform weights', async ({ scope }) => {
    const sizes = [
      [1, 1],
      [1, 5],
      [12, 14],
      [6, 1],
      [24, 9],
    ] as const;
    const [ns, ms] = [sizes.map(([n]) => n), sizes.map(([, m]) => m)];
    const d = 10;
    const [x, y] = [randomUnit(44, d, 1), randomUnit(30, d, 2)];
    const problem = {
      x: scope.upload(x, [44, d], 'x'),
      y: scope.upload(y, [30, d], 'y'),
      batch: raggedBatch(scope, ns, ms),
    };
    const settings = { eps: 0.05, iterations: 30 };
    const got = solveOt(scope, problem, settings);
    const [plan, loss] = [await scope.download(got.plan), await scope.download(got.loss)];
    let [row, column, at] = [0, 0, 0];
    for (const [b, [n, m]] of sizes.entries()) {
      const [xHere, yHere] = [
        x.slice(row * d, (row + n) * d),
        y.slice(column * d, (column + m) * d),
      ];
      const want = solveOtCpu({ x: xHere, y: yHere, n, m, d }, settings);
      expect(l1Error(plan.slice(at, at + n * m), want.plan)).toBeLessThan(1.6e-6); // measured 7.8e-7
      expect(Math.abs(loss[b]! - want.loss)).toBeLessThan(8e-7); // measured 4.0e-7
      [row, column, at] = [row + n, column + m, at + n * m];
    }
  });

  gpuTest.for([1e-4, 0.05, 10])(
    'spreads identical vectors evenly at eps %f',
    async (eps, { scope }) => {
      const x = scope.upload(new Float32Array(8).fill(0.5), [2, 4], 'x');
      const y = scope.upload(new Float32Array(12).fill(0.5), [3, 4], 'y');
      const batch = raggedBatch(scope, [2], [3]);
      const { plan, loss, status } = solveOt(scope, { x, y, batch }, { eps, iterations: 3 });
      expect(await scope.download(loss)).toEqual(f32([0]));
      expect(worstError(await scope.download(plan), Array(6).fill(1 / 6))).toBeLessThan(
        (1e-3 * 6e-8) / eps + 1e-7,
      );
      expect((await scope.download(status))[0]).toBeLessThan(1e-3);
    },
  );

  gpuTest.for([1e-12, 1e-4, 10, 1e12])(
    'never gives a NaN, zero vectors included, eps %f',
    async (eps, { scope }) => {
      const host = randomUnit(13, 6, 4).fill(0, 6, 12);
      const x = scope.upload(host, [13, 6], 'x');
      const batch = raggedBatch(scope, [4, 9], [9, 4]);
      const got = solveOt(scope, { x, y: x, batch }, { eps, iterations: 20, tolerance: 1e-3 });
      for (const tensor of Object.values(got))
        expect((await scope.download(tensor)).every(Number.isFinite), tensor.label).toBe(true);
      const cost = await scope.download(got.cost);
      expect([...cost.slice(9, 18)]).toEqual(Array(9).fill(1)); // row 1 is the zero vector
    },
  );

  gpuTest('writes into out and allocates nothing that stays', async ({ scope }) => {
    const x = scope.upload(randomUnit(5, 3, 4), [5, 3], 'x');
    const problem = { x, y: x, batch: raggedBatch(scope, [2, 3], [3, 2]) };
    const settings = { eps: 0.1, iterations: 5 };
    const out = solveOt(scope, problem, settings);
    const first = await scope.download(out.plan);
    const before = scope.gpu.liveBuffers;
    expect(solveOt(scope, problem, settings, out)).toBe(out);
    expect(scope.gpu.liveBuffers).toBe(before);
    expect(await scope.download(out.plan)).toEqual(first);
  });

  gpuTest('refuses settings and tensors that make no sense', ({ scope }) => {
    const x = scope.zeros([2, 3], 'x');
    const problem = { x, y: x, batch: raggedBatch(scope, [2], [2]) };
    const solve =
      (eps: number, iterations = 1, tolerance = 0) =>
      () =>
        solveOt(scope, problem, { eps, iterations, tolerance });
    expect(solve(0)).toThrow('solveOt: eps must be positive and finite, got 0');
    expect(solve(-1)).toThrow('got -1');
    expect(solve(Number.NaN)).toThrow('got NaN');
    expect(solve(1, 0)).toThrow('solveOt: iterations must be a whole number >= 1, got 0');
    expect(solve(1, 1, -1)).toThrow('solveOt: tolerance must be >= 0 and finite, got -1');
    const logA = scope.zeros([3], 'logA');
    expect(() => solveOt(scope, { ...problem, logA }, { eps: 1, iterations: 1 })).toThrow(
      ShapeError,
    );
  });
});

gpuTest('uniformLogWeights gives each token of a problem the same mass', async ({ scope }) => {
  const weights = await scope.download(uniformLogWeights(scope, [1, 2, 4]));
  expect([...weights]).toEqual([
    ...f32([0, ...Array(2).fill(-Math.LN2), ...Array(4).fill(-2 * Math.LN2)]),
  ]);
});
