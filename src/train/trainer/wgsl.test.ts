import { describe, expect } from 'vitest';
import { gpuTest } from '../../gpu/testing';
import { Rng } from '../../lib';
import { type AdamUpdate, type NnOps, openHostNn, openWgslNn } from '../../nn';
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

  gpuTest.for(['wgsl', 'wasm', 'float64'] as const)(
    'one gradient that is no number ends the run, and the last good weights are kept: %s',
    async (kind, { scope }) => {
      using backend = kind === 'wgsl' ? openWgslNn(scope.gpu) : openHostNn(kind);
      const settings = { ...TINY_SETTINGS, steps: 9, evaluateEvery: 3, readEvery: 3, clip: 1 };
      const spec = { kind: 'mlp', hidden: 4 } as const;
      const train = (ops: NnOps) =>
        trainStudent(ops, tinyProblem(), spec, parseLoss('mse'), settings, new Rng(1), {
          ...tinyHooks(),
          evaluate: async () => ({ devMap: Number.NaN, byLanguage: {} }), // the latest is the best
        });
      const { ended, step, snapshot } = await train(poisoned(backend, 4));
      expect(ended.kind).toBe('diverged');
      expect(ended.reason).toContain('at step 6');
      expect(step).toBe(3);
      const all = [...snapshot.values.values()].flatMap((values) => [...values]);
      expect(all.every((value) => Math.abs(value) < 100)).toBe(true);
      const sound = await train(backend);
      expect(sound.ended.kind).toBe('steps');
    },
  );

  gpuTest('holds no more after many steps than after few', async ({ scope }) => {
    using device = openWgslNn(scope.gpu);
    const before = scope.gpu.liveBuffers;
    await train(device, 'mse');
    expect(scope.gpu.liveBuffers).toBe(before);
  });
});

/** `ops` whose Adam meets, in step `at`, a gradient with one entry that is no number. */
function poisoned(ops: NnOps, at: number): NnOps {
  return new Proxy(ops, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (name === 'open') return () => poisoned(target.open(), at);
      if (name === 'adam')
        return (update: AdamUpdate) => {
          if (update.step === at) {
            using inner = target.open();
            const { shape } = update.gradient;
            const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
            values[1] = Number.NaN;
            inner.copy(inner.upload(values, shape, 'poison'), update.gradient);
          }
          target.adam(update);
        };
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
