import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, relativeError, worstError } from '../gpu/testing';
import { greedyPlan } from './greedyPlan';
import { greedyPlanCpu } from './greedyPlan.cpu';
import { raggedBatch, raggedLayout } from './ragged';
import { RAGGED_SIZES, randomCost } from './raggedTesting';

describe('greedyPlan', () => {
  gpuTest('matches float64 on ragged problems', async ({ scope }) => {
    const [ns, ms] = [RAGGED_SIZES.map(([n]) => n), RAGGED_SIZES.map(([, m]) => m)];
    const layout = raggedLayout(ns, ms);
    const host = randomCost(layout);
    const cost = scope.upload(host, [layout.entries], 'cost');
    const { plan, loss } = greedyPlan(scope, { cost, batch: raggedBatch(scope, ns, ms) });
    const want = greedyPlanCpu(host, layout);
    expect(worstError(await scope.download(plan), want.plan)).toBeLessThan(2e-8); // measured 1.0e-8
    expect(relativeError(await scope.download(loss), want.loss)).toBeLessThan(1.2e-7); // measured 5.7e-8
  });

  gpuTest('takes the first of equal costs, wherever the smallest lies', async ({ scope }) => {
    const host = new Float32Array([5, 1, 1, 2, -3, 9, 9, 9, 9, 9, 0, -1, 7, 7, 7, 7]);
    const { plan, loss } = greedyPlan(scope, {
      cost: scope.upload(host, [16], 'cost'),
      batch: raggedBatch(scope, [4], [4]),
    });
    const at = [1, 4, 11, 12];
    const want = Array.from(host, (_, entry) => (at.includes(entry) ? 0.25 : 0));
    expect([...(await scope.download(plan))]).toEqual(want);
    expect([...(await scope.download(loss))]).toEqual([(1 - 3 - 1 + 7) / 4]);
  });

  gpuTest('writes into out, allocates nothing, refuses what does not fit', ({ scope }) => {
    const batch = raggedBatch(scope, [2], [3]);
    const cost = scope.zeros([6], 'cost');
    const out = { plan: scope.empty([6], 'plan'), loss: scope.empty([1], 'loss') };
    const before = scope.liveBuffers;
    expect(greedyPlan(scope, { cost, batch, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
    const { plan, loss } = out;
    expect(() => greedyPlan(scope, { cost: loss, batch })).toThrow(ShapeError);
    expect(() => greedyPlan(scope, { cost, batch, out: { plan: loss, loss } })).toThrow(ShapeError);
    expect(() => greedyPlan(scope, { cost, batch, out: { plan, loss: plan } })).toThrow(ShapeError);
  });
});
