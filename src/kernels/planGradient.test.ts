import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomUniform, relativeError } from '../gpu/testing';
import { type PlanGradientInputs, planGradient } from './planGradient';
import { planGradientCpu } from './planGradient.cpu';
import { raggedBatch } from './ragged';
import { RAGGED_SIZES, raggedCase } from './raggedTesting';

describe('planGradient', () => {
  gpuTest.for([1, 7, 128, 384])(
    'matches float64 on ragged problems, d %i',
    async (d, { scope }) => {
      const { y, batch, host, layout } = raggedCase(scope, d, d < 384 ? RAGGED_SIZES : [[5, 19]]);
      const plan = randomUniform(layout.entries, 9);
      const dX = planGradient(scope, {
        plan: scope.upload(plan, [layout.entries], 'plan'),
        y,
        batch,
        scale: 0.37,
      });
      const want = planGradientCpu({ plan, y: host.y, d, layout, scale: 0.37 });
      expect(relativeError(await scope.download(dX), want)).toBeLessThan(2.2e-7); // measured 1.1e-7
    },
  );

  gpuTest('moves a row against the target that a one-hot plan gives it', async ({ scope }) => {
    const dX = planGradient(scope, {
      plan: scope.upload(new Float32Array([0, 0.5, 0, 0.5, 0, 0]), [6], 'plan'),
      y: scope.upload(new Float32Array([1, 2, 3, 4, 5, 6]), [3, 2], 'y'),
      batch: raggedBatch(scope, [2], [3]),
      scale: 2,
    });
    expect([...(await scope.download(dX))]).toEqual([-3, -4, -1, -2]);
  });

  gpuTest('writes into out, allocates nothing, refuses what does not fit', ({ scope }) => {
    const { x, y, batch, layout } = raggedCase(scope, 8);
    const inputs = { plan: scope.zeros([layout.entries], 'plan'), y, batch, scale: 1, out: x };
    const before = scope.liveBuffers;
    expect(planGradient(scope, inputs)).toBe(x);
    expect(scope.liveBuffers).toBe(before);
    const make = (change: Partial<PlanGradientInputs>) => () =>
      planGradient(scope, { ...inputs, ...change });
    const flat = scope.empty([batch.columns], 'flat');
    expect(make({ y: flat })).toThrow(ShapeError);
    expect(make({ y: scope.empty([2, 8], 'short') })).toThrow(ShapeError);
    expect(make({ plan: flat })).toThrow(ShapeError);
    expect(make({ out: flat })).toThrow(ShapeError);
    expect(make({ scale: Number.NaN })).toThrow('parameter scale must be finite');
  });
});
