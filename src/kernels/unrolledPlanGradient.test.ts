import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, randomUniform, relativeError } from '../gpu/testing';
import { converged, copiedCost, plainIterations, planOf } from './convergedTesting';
import { implicitPlanGradientCpu } from './implicitPlanGradient.cpu';
import { raggedBatch, raggedLayout } from './ragged';
import { RAGGED_SIZES, randomCost } from './raggedTesting';
import { type UnrolledPlanGradientInputs, unrolledPlanGradient } from './unrolledPlanGradient';
import { unrolledPlanGradientCpu } from './unrolledPlanGradient.cpu';

const SIZES = RAGGED_SIZES.map(([n, m]) => [n, Math.min(m, 63)] as const);

test.each([1, 5, 20])(
  'the twin is the derivative of the loss after %i iterations',
  (iterations) => {
    const [n, m, eps] = [5, 7, 0.1];
    const cost = Float64Array.from(randomUniform(n * m, 271_828));
    const direction = randomSigned(n * m, 31_415_926);
    const lossAt = (h: number) => {
      const moved = cost.map((value, k) => value + h * direction[k]!);
      const potentials = new Float64Array(n + m);
      plainIterations(moved, potentials, n, m, eps, iterations);
      const plan = planOf(moved, potentials, n, m, eps);
      return plan.reduce((sum, p, k) => sum + p * moved[k]!, 0);
    };
    const want = (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5;
    const dC = unrolledPlanGradientCpu({ cost, layout: raggedLayout([n], [m]), eps, iterations });
    const slope = dC.reduce((sum, value, k) => sum + value * direction[k]!, 0);
    expect(Math.abs(slope - want)).toBeLessThan(1e-8);
  },
);

test('the twin tends to the implicit gradient', () => {
  const [n, m, eps] = [6, 8, 0.1];
  const cost = copiedCost(n, m, 8, 1, 1_000_003);
  const { plan, layout } = converged(cost, n, m, eps);
  const want = implicitPlanGradientCpu({ plan, cost, layout, eps });
  const [few, many] = [5, 600].map((iterations) =>
    relativeError(unrolledPlanGradientCpu({ cost, layout, eps, iterations }), want),
  );
  expect(few).toBeGreaterThan(1e-3);
  expect(many).toBeLessThan(1e-9);
});

describe('unrolledPlanGradient', () => {
  gpuTest.for([
    [0.5, 1],
    [0.5, 20],
    [0.05, 1],
    [0.05, 20],
    [0.05, 100],
    [0.01, 20],
  ] as const)(
    'matches float64 on ragged problems, eps %f, %i iterations',
    async (args, { scope }) => {
      const [eps, iterations] = args;
      const [rowCounts, columnCounts] = [SIZES.map(([n]) => n), SIZES.map(([, m]) => m)];
      const layout = raggedLayout(rowCounts, columnCounts);
      const cost = randomCost(layout);
      const dC = unrolledPlanGradient(scope, {
        cost: scope.upload(cost, [layout.entries], 'cost'),
        batch: raggedBatch(scope, rowCounts, columnCounts),
        eps,
        iterations,
      });
      const want = unrolledPlanGradientCpu({ cost, layout, eps, iterations });
      const error = relativeError(await scope.download(dC), want);
      // Measured at most 8.4e-6 and 8.1e-7.
      expect(error).toBeLessThan(eps < 0.05 ? 2e-5 : 2e-6);
    },
  );

  gpuTest('tends to the implicit gradient', async ({ scope }) => {
    const [n, m, eps] = [12, 12, 0.3];
    const cost = copiedCost(n, m, 16, 0.5, 7_654_321);
    const { plan, layout } = converged(cost, n, m, eps);
    const want = implicitPlanGradientCpu({ plan, cost, layout, eps });
    const errorAfter = async (iterations: number) => {
      const inputs = {
        cost: scope.upload(cost, [n * m], 'cost'),
        batch: raggedBatch(scope, [n], [m]),
        eps,
        iterations,
      };
      return relativeError(await scope.download(unrolledPlanGradient(scope, inputs)), want);
    };
    const errors = [await errorAfter(1), await errorAfter(300)];
    expect(errors[0]).toBeGreaterThan(1e-2);
    expect(errors[1]).toBeLessThan(5e-7); // measured 2.2e-7
  });

  gpuTest('takes weights; tokens of weight zero get 0 and change nothing', async ({ scope }) => {
    const cost = randomUniform(4 * 5, 16_180_339);
    const weights = new Float32Array([0, 0.2, 0.3, 0.5, 0.1, 0.25, 0, 0.4, 0.25]);
    const settings = { eps: 0.1, iterations: 7 };
    const whole = await scope.download(
      unrolledPlanGradient(scope, {
        cost: scope.upload(cost, [20], 'cost'),
        weights: scope.upload(weights, [9], 'weights'),
        batch: raggedBatch(scope, [4], [5]),
        ...settings,
      }),
    );
    const inside = (_: unknown, k: number) => k >= 5 && k % 5 !== 2;
    const want = unrolledPlanGradientCpu({
      cost: cost.filter(inside),
      weights: weights.filter((w) => w > 0),
      layout: raggedLayout([3], [4]),
      ...settings,
    });
    expect(relativeError(whole.filter(inside), want)).toBeLessThan(2e-6);
    expect(whole.filter((_, k) => !inside(0, k)).every((value) => value === 0)).toBe(true);
    const twin = unrolledPlanGradientCpu({
      cost,
      weights,
      layout: raggedLayout([4], [5]),
      ...settings,
    });
    expect(relativeError(twin.filter(inside), want)).toBeLessThan(1e-12);
  });

  gpuTest('is finite at eps 1e-4', async ({ scope }) => {
    const cost = copiedCost(9, 9, 8, 2, 5_555_555);
    const dC = unrolledPlanGradient(scope, {
      cost: scope.upload(cost, [81], 'cost'),
      batch: raggedBatch(scope, [9], [9]),
      eps: 1e-4,
      iterations: 30,
    });
    const got = await scope.download(dC);
    expect(got.every((value) => Number.isFinite(value))).toBe(true);
  });

  gpuTest('writes into out, allocates nothing, refuses what does not fit', ({ scope }) => {
    const inputs = {
      cost: scope.zeros([15], 'cost'),
      weights: scope.zeros([8], 'weights'),
      batch: raggedBatch(scope, [3], [5]),
      eps: 0.1,
      iterations: 2,
      out: scope.zeros([15], 'out'),
      history: scope.zeros([2, 5], 'history'),
    };
    const before = scope.liveBuffers;
    expect(unrolledPlanGradient(scope, inputs)).toBe(inputs.out);
    expect(scope.liveBuffers).toBe(before);
    const make = (change: Partial<UnrolledPlanGradientInputs>) => () =>
      unrolledPlanGradient(scope, { ...inputs, ...change });
    const short = scope.empty([7], 'short');
    for (const name of ['cost', 'weights', 'out', 'history'] as const)
      expect(make({ [name]: short })).toThrow(ShapeError);
    expect(make({ out: inputs.cost })).toThrow('another tensor than cost');
    expect(make({ iterations: 0 })).toThrow('iterations must be a whole number');
    expect(make({ batch: raggedBatch(scope, [3], [65]) })).toThrow(
      'problem 0 is 3 x 65; at most 64 x 64 can be unrolled',
    );
  });
});
