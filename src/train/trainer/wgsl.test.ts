import { describe, expect } from 'vitest';
import { gpuTest } from '../../gpu/testing';
import { Rng } from '../../lib';
import { type NnOps, openHostNn, openWgslNn } from '../../nn';
import { parseLoss } from '../losses';
import { TINY_SETTINGS, tinyHooks, tinyProblem } from './problem.testing';
import { trainStudent } from './trainStudent';

function train(ops: NnOps, loss: string) {
  const settings = { ...TINY_SETTINGS, steps: 6, evaluateEvery: 3 };
  const spec = { kind: 'mlp', hidden: 4 } as const;
  return trainStudent(ops, tinyProblem(), spec, parseLoss(loss), settings, new Rng(1), tinyHooks());
}

describe('trainStudent on a device', () => {
  gpuTest('follows float64', async ({ scope }) => {
    using device = openWgslNn(scope.gpu);
    using host = openHostNn('float64');
    const loss = 'ot+0.5*mse';
    const [got, want] = [await train(device, loss), await train(host, loss)];
    got.curve.forEach(({ loss: value }, k) => {
      expect(Math.abs(value - want.curve[k]!.loss)).toBeLessThan(2e-7); // measured 8e-8 on a device, 2e-8 in WASM
    });
  });

  gpuTest('weights that are not finite end the run at once', async ({ scope }) => {
    using device = openWgslNn(scope.gpu);
    const settings = { ...TINY_SETTINGS, learningRate: 1e39, warmup: 0, evaluateEvery: 1 };
    const terms = parseLoss('mse');
    const { ended, step } = await trainStudent(
      device,
      tinyProblem(),
      { kind: 'linear' },
      terms,
      settings,
      new Rng(1),
      tinyHooks(),
    );
    expect(ended.reason).toContain('at step 1: the weights are not finite');
    expect(step).toBe(0);
  });

  gpuTest('holds no more after many steps than after few', async ({ scope }) => {
    using device = openWgslNn(scope.gpu);
    const before = scope.gpu.liveBuffers;
    await train(device, 'mse');
    expect(scope.gpu.liveBuffers).toBe(before);
  });
});
