import { describe, expect, test } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomUniform, worstError } from '../gpu/testing';
import { copiedCost, marginalError, plainIterations, planOf } from './convergedTesting';
import { type NewtonStepInputs, newtonStep } from './newtonStep';
import { newtonStepCpu } from './newtonStep.cpu';
import { raggedBatch, raggedLayout } from './ragged';
import { RAGGED_SIZES, randomCost } from './raggedTesting';

// [n, m, d, noise, eps, seed]: near-permutations and token costs, on which plain iterations are slow.
const HARD = [
  [12, 12, 32, 0.5, 0.05, 1_234_567],
  [12, 12, 32, 0.5, 0.05, 99_887_766],
  [24, 37, 128, 1, 0.01, 1_234_567],
  [24, 37, 128, 1, 0.005, 1_234_567],
  [37, 24, 32, 1, 0.005, 99_887_766],
] as const;

/** Potentials after 100 plain iterations, at a small eps after 20 at each of 1, 1/2, 1/4 ... before. */
function warmedUp(cost: ArrayLike<number>, n: number, m: number, eps: number): Float64Array {
  const potentials = new Float64Array(n + m);
  for (let e = 1; e > eps && eps < 0.05; e /= 2) plainIterations(cost, potentials, n, m, e, 20);
  plainIterations(cost, potentials, n, m, eps, 100);
  return potentials;
}

test.each(HARD)('the twin squares the error, %i x %i, d %i, noise %f, eps %f', (...args) => {
  const [n, m, d, noise, eps, seed] = args;
  const cost = copiedCost(n, m, d, noise, seed);
  let potentials = warmedUp(cost, n, m, eps);
  for (let step = 0; step < 8; step++)
    potentials = newtonStepCpu({ cost, potentials, layout: raggedLayout([n], [m]), eps });
  const error = marginalError(planOf(cost, potentials, n, m, eps), n, m);
  expect(error).toBeLessThan(1e-12);
});

describe('newtonStep', () => {
  gpuTest.for(HARD)('converges within 8 steps on %j', async (args, { scope }) => {
    const [n, m, d, noise, eps, seed] = args;
    const cost = copiedCost(n, m, d, noise, seed);
    const potentials = warmedUp(cost, n, m, eps);
    const errorOf = (p: ArrayLike<number>) => marginalError(planOf(cost, p, n, m, eps), n, m);
    const batch = raggedBatch(scope, [n], [m]);
    const inputs = {
      cost: scope.upload(cost, [n * m], 'cost'),
      potentials: scope.upload(Float32Array.from(potentials), [n + m], 'potentials'),
      batch,
      eps,
    };
    const errors = [errorOf(potentials)];
    for (let step = 0; step < 8; step++)
      errors.push(errorOf(await scope.download(newtonStep(scope, inputs))));
    expect(errors[0]).toBeGreaterThan(4e-6);
    // Rounding of float32 potentials, over eps, is the floor: measured 2.7e-7, 1.0e-6 and 5.1e-6.
    expect(errors[8]).toBeLessThan(eps < 0.01 ? 1e-5 : 2e-6);
  });

  gpuTest('matches float64 on ragged problems with weights', async ({ scope }) => {
    const sizes = [...RAGGED_SIZES, [61, 59] as const];
    const [rowCounts, columnCounts] = [sizes.map(([n]) => n), sizes.map(([, m]) => m)];
    const layout = raggedLayout(rowCounts, columnCounts);
    const cost = randomCost(layout);
    const weights = sizes.flatMap(([n, m]) => [...shares(n, 31_337), ...shares(m, 7_654_321)]);
    const potentials = randomUniform(weights.length, 424_243).map((value) => 0.3 * value);
    const host = { cost, weights: Float32Array.from(weights), potentials, layout, eps: 0.3 };
    const want = newtonStepCpu(host, 1e-7);
    const got = newtonStep(scope, {
      ...uploaded(scope, host),
      batch: raggedBatch(scope, rowCounts, columnCounts),
      eps: 0.3,
    });
    expect(worstError(await scope.download(got), want)).toBeLessThan(1e-6); // measured 4.8e-7
    expect(worstError(potentials, want)).toBeGreaterThan(0.1);
  });

  gpuTest(
    'leaves tokens of weight zero alone and the others as without them',
    async ({ scope }) => {
      const cost = randomUniform(4 * 5, 3_141_592);
      const few = (values: ArrayLike<number>) =>
        Float32Array.from(Array.from(values).filter((_, k) => k % 5 !== 2 && k >= 5));
      const weights = new Float32Array([0, 0.2, 0.3, 0.5, 0.25, 0.25, 0, 0.25, 0.25]);
      const potentials = Float32Array.from(weights, (w, k) => (w > 0 ? 0.1 * Math.sin(k) : -1e30));
      const without = (values: Float32Array) => values.filter((_, k) => weights[k]! > 0);
      const whole = newtonStep(scope, {
        ...uploaded(scope, { cost, weights, potentials }),
        batch: raggedBatch(scope, [4], [5]),
        eps: 0.1,
      });
      const part = newtonStep(scope, {
        ...uploaded(scope, {
          cost: few(cost),
          weights: without(weights),
          potentials: without(potentials),
        }),
        batch: raggedBatch(scope, [3], [4]),
        eps: 0.1,
      });
      const [got, want] = [await scope.download(whole), await scope.download(part)];
      // A different node may have been grounded first: only rounding sets the two apart.
      expect(worstError(without(got), want)).toBeLessThan(1e-6);
      expect(worstError(want, without(potentials))).toBeGreaterThan(0.01);
      expect([got[0], got[6]]).toEqual([potentials[0], potentials[6]]);
    },
  );

  gpuTest('stays where it is at a solution, and is finite at eps 1e-4', async ({ scope }) => {
    const batch = raggedBatch(scope, [1, 9], [1, 9]);
    const cost = copiedCost(9, 9, 8, 2, 5_555_555);
    const potentials = new Float32Array(20);
    potentials[0] = 0.5;
    const step = newtonStep(scope, {
      cost: scope.upload(Float32Array.from([0.5, ...cost]), [82], 'cost'),
      potentials: scope.upload(potentials, [20], 'potentials'),
      batch,
      eps: 1e-4,
    });
    const got = await scope.download(step);
    expect([got[0], got[1]]).toEqual([0.5, 0]);
    expect(got.every((value) => Math.abs(value) < 10)).toBe(true);
  });

  gpuTest('works in place, allocates nothing, refuses what does not fit', ({ scope }) => {
    const inputs = {
      cost: scope.zeros([15], 'cost'),
      weights: scope.zeros([8], 'weights'),
      potentials: scope.zeros([8], 'potentials'),
      batch: raggedBatch(scope, [3], [5]),
      eps: 0.1,
      scratch: scope.zeros([38], 'scratch'),
    };
    const before = scope.liveBuffers;
    expect(newtonStep(scope, inputs)).toBe(inputs.potentials);
    expect(scope.liveBuffers).toBe(before);
    const make = (change: Partial<NewtonStepInputs>) => () =>
      newtonStep(scope, { ...inputs, ...change });
    const short = scope.empty([7], 'short');
    for (const name of ['cost', 'weights', 'potentials', 'scratch'] as const)
      expect(make({ [name]: short })).toThrow(ShapeError);
    expect(make({ potentials: inputs.weights })).toThrow('another tensor than weights');
    expect(make({ eps: Number.NaN })).toThrow('eps must be positive');
    expect(make({ batch: raggedBatch(scope, [257], [257]) })).toThrow('at most 256 tokens');
  });
});

/** `count` weights that sum to 1. */
function shares(count: number, seed: number): Float32Array {
  const values = randomUniform(count, seed).map((value) => value + 0.1);
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

function uploaded(
  scope: Scope,
  host: { cost: Float32Array; weights: Float32Array; potentials: Float32Array },
) {
  return {
    cost: scope.upload(host.cost, [host.cost.length], 'cost'),
    weights: scope.upload(host.weights, [host.weights.length], 'weights'),
    potentials: scope.upload(host.potentials, [host.potentials.length], 'potentials'),
  };
}
