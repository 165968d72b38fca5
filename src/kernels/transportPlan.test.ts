import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, relativeError, worstError } from '../gpu/testing';
import { type RaggedLayout, raggedBatch, raggedLayout } from './ragged';
import { RAGGED_SIZES, randomCost } from './raggedTesting';
import { LOG_ZERO, sinkhornLog } from './sinkhornLog';
import { sinkhornLogCpu } from './sinkhornLog.cpu';
import { type TransportPlanInputs, transportPlan } from './transportPlan';
import { transportPlanCpu } from './transportPlan.cpu';

const [ns, ms] = [RAGGED_SIZES.map(([n]) => n), RAGGED_SIZES.map(([, m]) => m)];

/** Costs and potentials of real plans, rounded to f32 so that both sides see the same numbers. */
function solved(layout: RaggedLayout, eps: number) {
  const cost = randomCost(layout);
  const logA = new Float32Array(layout.rows).fill(-2);
  const logB = new Float32Array(layout.columns).fill(-2);
  const { f, g } = sinkhornLogCpu({ cost, logA, logB, layout, eps, iterations: 3 });
  return { cost, f: Float32Array.from(f), g: Float32Array.from(g) };
}

describe('transportPlan', () => {
  gpuTest.for([
    [1, 3e-7],
    [0.05, 5e-7],
    [0.005, 8e-6],
  ] as const)('matches float64 on ragged problems, eps %f', async ([eps, bound], { scope }) => {
    const layout = raggedLayout(ns, ms);
    const host = solved(layout, eps);
    const { plan, loss } = transportPlan(scope, {
      cost: scope.upload(host.cost, [layout.entries], 'cost'),
      f: scope.upload(host.f, [layout.rows], 'f'),
      g: scope.upload(host.g, [layout.columns], 'g'),
      batch: raggedBatch(scope, ns, ms),
      eps,
    });
    const want = transportPlanCpu({ ...host, layout, eps });
    // measured 1.7e-7 at eps 1, 2.2e-7 at 0.05, 3.9e-6 at 0.005
    expect(relativeError(await scope.download(plan), want.plan)).toBeLessThan(bound);
    expect(relativeError(await scope.download(loss), want.loss)).toBeLessThan(bound);
  });

  gpuTest('gives a zero weight no mass and caps rounding at a tiny eps', async ({ scope }) => {
    const { plan, loss } = transportPlan(scope, {
      cost: scope.upload(new Float32Array([1, 1, 0.5, 2]), [4], 'cost'),
      f: scope.upload(new Float32Array([LOG_ZERO, 1]), [2], 'f'),
      g: scope.upload(new Float32Array([0, 0]), [2], 'g'),
      batch: raggedBatch(scope, [2], [2]),
      eps: 1e-9,
    });
    expect([...(await scope.download(plan))]).toEqual([0, 0, 1, 0]);
    expect([...(await scope.download(loss))]).toEqual([0.5]);
  });

  gpuTest('keeps small terms in a loss of 300,000 entries', async ({ scope }) => {
    // One sum over all would reach 130, whose last bit is larger than an off-diagonal term (7e-7).
    const [n, m] = [600, 500];
    const layout = raggedLayout([n], [m]);
    const [f, g] = [new Float32Array(n), new Float32Array(m)];
    const cost = randomSigned(n * m, 3).map((value, at) =>
      at % m === (at / m) >> 0 ? 0.3 : 17 + value,
    );
    const { loss } = transportPlan(scope, {
      cost: scope.upload(cost, [n * m], 'cost'),
      f: scope.upload(f, [n], 'f'),
      g: scope.upload(g, [m], 'g'),
      batch: raggedBatch(scope, [n], [m]),
      eps: 1,
    });
    const want = transportPlanCpu({ cost, f, g, layout, eps: 1 }).loss;
    expect(relativeError(await scope.download(loss), want)).toBeLessThan(3e-7); // measured 1.4e-7
  });

  gpuTest('takes what sinkhornLog gives; columns then sum to their weights', async ({ scope }) => {
    const batch = raggedBatch(scope, [5], [7]);
    const cost = scope.upload(randomCost(raggedLayout([5], [7])), [35], 'cost');
    const logA = scope.upload(new Float32Array(5).fill(-Math.log(5)), [5], 'logA');
    const logB = scope.upload(new Float32Array(7).fill(-Math.log(7)), [7], 'logB');
    const potentials = sinkhornLog(scope, { cost, logA, logB, batch, eps: 0.1, iterations: 4 });
    const { plan } = transportPlan(scope, { cost, ...potentials, batch, eps: 0.1 });
    const sums = new Float64Array(7);
    for (const [at, p] of (await scope.download(plan)).entries()) sums[at % 7]! += p;
    expect(worstError(sums, Array(7).fill(1 / 7))).toBeLessThan(1e-7); // measured 4.9e-8
  });

  gpuTest('writes into out, allocates nothing, refuses what does not fit', ({ scope }) => {
    const batch = raggedBatch(scope, [2], [3]);
    const [cost, f, g] = [scope.zeros([6], 'cost'), scope.zeros([2], 'f'), scope.zeros([3], 'g')];
    const out = { plan: scope.empty([6], 'plan'), loss: scope.empty([1], 'loss') };
    const inputs = { cost, f, g, batch, eps: 1, out };
    const before = scope.liveBuffers;
    expect(transportPlan(scope, inputs)).toBe(out);
    expect(scope.liveBuffers).toBe(before);
    const make = (change: Partial<TransportPlanInputs>) => () =>
      transportPlan(scope, { ...inputs, ...change });
    expect(make({ eps: -1 })).toThrow('transportPlan: eps must be positive and finite, got -1');
    expect(make({ cost: f })).toThrow(ShapeError);
    expect(make({ f: g })).toThrow(ShapeError);
    expect(make({ g: f })).toThrow(ShapeError);
    expect(make({ out: { plan: f, loss: out.loss } })).toThrow(ShapeError);
    expect(make({ out: { plan: out.plan, loss: f } })).toThrow(ShapeError);
  });
});
