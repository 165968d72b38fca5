import { describe, expect } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { adam } from './adam';
import { adamCpu } from './adam.cpu';

describe('adam', () => {
  // Around the 256 weights of a workgroup; folded.
  gpuTest.for([1, 255, 256, 257, 30000])(
    'follows float64 for 5 steps on %i weights',
    async (n, { scope }) => {
      const [from, start] = [randomSigned(n, 1234), randomSigned(n, 777777)];
      const state = { w: Float64Array.from(from), m: new Float64Array(n), v: new Float64Array(n) };
      const tensors = upload(scope, from);
      const startTensor = scope.upload(start, [n], 'start');
      for (let step = 1; step <= 5; step++) {
        const gradient = randomSigned(n, 1000003 * step);
        const settings = { learningRate: 0.01, step, pull: 0.1, clipScale: 0.5 };
        scope.write(tensors.gradient, gradient);
        adam(scope, { ...tensors, start: startTensor, ...settings });
        adamCpu(state, { gradient, start }, settings);
      }
      expect(worstError(await scope.download(tensors.w), state.w)).toBeLessThan(4e-7);
      expect(worstError(await scope.download(tensors.m), state.m)).toBeLessThan(1e-7);
      expect(worstError(await scope.download(tensors.v), state.v)).toBeLessThan(2e-9);
    },
  );

  gpuTest('steps by the learning rate at first, whatever the gradient', async ({ scope }) => {
    const gradients = [0, 1e-3, -1e-3, 1, -1e10, 1e16, 3e38, -3e38];
    const tensors = upload(scope, new Float32Array(8), new Float32Array(gradients));
    adam(scope, { ...tensors, learningRate: 0.5, step: 1 });
    const got = await scope.download(tensors.w);
    const want = gradients.map((g) => -0.5 * Math.sign(g));
    expect(worstError(got, want)).toBeLessThan(6e-6); // epsilon against 1e-3 takes 5e-6
  });

  gpuTest.for([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'a gradient of %f loses its weight and no other, clipped or not',
    async (bad, { scope }) => {
      const weights = Float32Array.of(0.5, -0.5, 0.25, 1);
      const gradient = Float32Array.of(1, bad, -2, bad);
      const start = scope.upload(new Float32Array(4), [4], 'start');
      const sum = 2e30; // what sumSquares makes of it
      const sumOfSquares = scope.upload(Float32Array.of(sum), [1], 'sum');
      for (const clips of [false, true]) {
        const tensors = upload(scope, weights, gradient);
        const state = {
          w: Float64Array.from(weights),
          m: new Float64Array(4),
          v: new Float64Array(4),
        };
        for (let step = 1; step <= 2; step++) {
          const settings = { learningRate: 0.1, step, pull: 0.1, weightDecay: 0.1 };
          adam(scope, {
            ...tensors,
            start,
            ...settings,
            ...(clips && { clip: { sumOfSquares, maxNorm: 1 } }),
          });
          adamCpu(
            state,
            { gradient, start: new Float32Array(4) },
            { ...settings, ...(clips && { clip: { sumOfSquares: sum, maxNorm: 1 } }) },
          );
        }
        const w = await scope.download(tensors.w);
        expect([w[1], w[3]]).toEqual([Math.fround(1e30), Math.fround(1e30)]);
        expect(
          worstError(
            w.map((value, at) => (at % 2 ? 0 : value)),
            state.w.map((value, at) => (at % 2 ? 0 : value)),
          ),
        ).toBeLessThan(4e-7);
        for (const name of ['m', 'v'] as const) {
          const got = await scope.download(tensors[name]);
          expect([got[1], got[3]]).toEqual([0, 0]);
          expect(state[name][1]).toBe(0);
        }
      }
    },
  );

  gpuTest('is drawn to start by pull alone', async ({ scope }) => {
    const tensors = upload(scope, new Float32Array([5, -5, 1]));
    const start = scope.upload(new Float32Array([1, 1, 1]), [3], 'start');
    adam(scope, { ...tensors, start, learningRate: 0.25, step: 1, pull: 2 });
    expect(worstError(await scope.download(tensors.w), [4.75, -4.75, 1])).toBeLessThan(1e-6);
  });

  gpuTest('follows float64 with decay and a clipped norm', async ({ scope }) => {
    const [from, gradient] = [randomSigned(300, 1234), randomSigned(300, 777777)];
    const total = gradient.reduce((sum, value) => sum + value * value, 0) + 50; // others' besides
    const sumOfSquares = scope.upload(Float32Array.of(total), [1], 'sum');
    for (const maxNorm of [0.01, 5, 1e6]) {
      const tensors = upload(scope, from, gradient);
      const state = {
        w: Float64Array.from(from),
        m: new Float64Array(300),
        v: new Float64Array(300),
      };
      const settings = { learningRate: 0.1, step: 1, weightDecay: 0.2, clipScale: -0.5 };
      adam(scope, { ...tensors, ...settings, clip: { sumOfSquares, maxNorm } });
      adamCpu(state, { gradient }, { ...settings, clip: { sumOfSquares: total, maxNorm } });
      expect(worstError(await scope.download(tensors.w), state.w)).toBeLessThan(4e-7);
      const m = await scope.download(tensors.m);
      expect(worstError(m, state.m)).toBeLessThan(2e-8);
      // m is a tenth of the gradient that was used: its norm, with the others', is at most maxNorm.
      const norm = 10 * Math.hypot(...m) * Math.sqrt(total / (total - 50));
      const whole = 0.5 * Math.sqrt(total);
      expect(Math.abs(norm / Math.min(maxNorm, whole) - 1)).toBeLessThan(1e-5);
    }
  });

  gpuTest('clips nothing where all gradients are 0, and decays alone', async ({ scope }) => {
    const tensors = upload(scope, Float32Array.of(5, -5, 0));
    const clip = { sumOfSquares: scope.zeros([1], 'sum'), maxNorm: 1 };
    adam(scope, { ...tensors, learningRate: 0.5, step: 1, weightDecay: 0.5, clip });
    expect([...(await scope.download(tensors.w))]).toEqual([3.75, -3.75, 0]);
  });

  gpuTest('corrects the bias of a late step', async ({ scope }) => {
    const tensors = upload(scope, new Float32Array(1));
    scope.write(tensors.m, new Float32Array([0.3]));
    scope.write(tensors.v, new Float32Array([0.04]));
    const state = { w: Float64Array.of(0), m: Float64Array.of(0.3), v: Float64Array.of(0.04) };
    const settings = { learningRate: 1, step: 1_000_000 };
    adam(scope, { ...tensors, ...settings });
    adamCpu(state, { gradient: new Float32Array(1) }, settings);
    expect(worstError(await scope.download(tensors.w), state.w)).toBeLessThan(4e-7);
  });

  gpuTest('allocates nothing', ({ scope }) => {
    const tensors = upload(scope, new Float32Array(3));
    const before = scope.liveBuffers;
    adam(scope, { ...tensors, learningRate: 1, step: 1 });
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and coinciding tensors', ({ scope }) => {
    const inputs = { ...upload(scope, new Float32Array(3)), learningRate: 1, step: 1 };
    const wrong = scope.zeros([2], 'wrong');
    for (const field of ['m', 'v', 'gradient', 'start']) {
      expect(() => adam(scope, { ...inputs, [field]: wrong })).toThrow(ShapeError);
      expect(() => adam(scope, { ...inputs, [field]: inputs.w })).toThrow(`than ${field}`);
    }
    expect(() => adam(scope, { ...inputs, v: inputs.m })).toThrow('adam m: must be another');
    expect(() => adam(scope, { ...inputs, gradient: inputs.v })).toThrow('adam v: must be another');
  });

  gpuTest('refuses numbers that make no step', ({ scope }) => {
    const inputs = { ...upload(scope, new Float32Array(3)), learningRate: 1, step: 1 };
    for (const bad of [
      { step: 0 },
      { step: 1.5 },
      { learningRate: Number.NaN },
      { learningRate: Number.POSITIVE_INFINITY },
      { beta1: 1 },
      { beta2: -0.1 },
      { epsilon: 0 },
      { pull: Number.NaN },
      { clipScale: Number.POSITIVE_INFINITY },
      { pull: 1 }, // without start
      { weightDecay: -0.1 },
      { weightDecay: Number.POSITIVE_INFINITY },
      ...[0, -1, Number.NaN].map((maxNorm) => ({
        clip: { sumOfSquares: scope.zeros([1], 'sum'), maxNorm },
      })),
    ]) {
      expect(() => adam(scope, { ...inputs, ...bad })).toThrow(RangeError);
    }
  });
});

function upload(scope: Scope, weights: Float32Array, gradient = new Float32Array(weights.length)) {
  const shape = [weights.length];
  return {
    w: scope.upload(weights, shape, 'w'),
    m: scope.zeros(shape, 'm'),
    v: scope.zeros(shape, 'v'),
    gradient: scope.upload(gradient, shape, 'gradient'),
  };
}
