import { expect } from 'vitest';
import { type Gpu, sizeOf } from '../../gpu';
import { gpuTest, randomSigned, relativeError } from '../../gpu/testing';
import { openHostNn } from '../host';
import { makeParameter, type Parameter } from '../parameter';
import { Tape } from '../tape';
import type { HostValues, NnOps } from '../types';
import { openWgslNn } from './openWgslNn';

const [WIDTH, HEADS] = [16, 2];
const OFFSETS = Uint32Array.of(0, 5, 5, 6, 18);
const ROWS = 18;

function makeParameters(ops: NnOps): Record<'w' | 'b' | 'gamma' | 'beta', Parameter> {
  const parameter = (name: string, shape: number[], values: HostValues) =>
    makeParameter(ops, name, shape, values);
  return {
    w: parameter('w', [WIDTH, WIDTH], randomSigned(WIDTH * WIDTH, 15_485_863)),
    b: parameter('b', [WIDTH], new Float32Array(WIDTH)),
    gamma: parameter('gamma', [WIDTH], new Float32Array(WIDTH).fill(1)),
    beta: parameter('beta', [WIDTH], new Float32Array(WIDTH)),
  };
}

/** One AdamW step of y = norm(x + attention(dropout(x w^T + b))) towards `target`; gives 2 (y - target). */
function trainStep(
  outer: NnOps,
  parameters: ReturnType<typeof makeParameters>,
  [x, target]: readonly [HostValues, HostValues],
  step: number,
): NnOps {
  const ops = outer.open();
  const tape = new Tape(ops, true);
  const texts = ops.indices(OFFSETS, 'texts');
  const input = tape.constant(ops.upload(x, [ROWS, WIDTH], 'x'));
  const { w, b, gamma, beta } = parameters;
  const linear = tape.linear(input, tape.parameter(w), tape.parameter(b));
  const h = tape.dropout(linear, 0.1, step);
  const attended = tape.attention(h, h, h, texts, HEADS, { rate: 0.1, seed: 1000 + step });
  const sum = tape.add(input, attended);
  const y = tape.layerNorm(sum, tape.parameter(gamma), tape.parameter(beta), 1e-5);
  const goal = ops.upload(target, [ROWS, WIDTH], 'target');
  const all = Object.values(parameters);
  for (const { gradient } of all) ops.fill(gradient, 0);
  tape.backward(y, ops.add({ x: y.array, y: goal, scale: -1 }));
  const sumOfSquares = ops.sumOfSquares(all.map(({ gradient }) => gradient));
  const settings = { learningRate: 0.01, step, weightDecay: 0.01 };
  for (const { w, m, v, gradient } of all)
    ops.adam({ w, m, v, gradient, ...settings, clip: { sumOfSquares, maxNorm: 1 } });
  return ops;
}

function bytes(gpu: Gpu): [number, number] {
  return [gpu.liveBytes, gpu.liveBuffers];
}

const DATA = [randomSigned(ROWS * WIDTH, 32_452_843), randomSigned(ROWS * WIDTH, 7)] as const;

gpuTest(
  'a small model holds the same memory over many steps, and none afterwards',
  async ({ scope }) => {
    const { gpu } = scope;
    const before = bytes(gpu);
    {
      using ops = openWgslNn(gpu);
      const parameters = makeParameters(ops);
      const idle = bytes(gpu);
      let busy: [number, number] | undefined;
      for (let step = 1; step <= 150; step++) {
        using inner = trainStep(ops, parameters, DATA, step);
        busy ??= bytes(gpu);
        expect(bytes(gpu)).toEqual(busy);
        if (step % 50 === 0) await inner.read(parameters.w.w);
        inner[Symbol.dispose]();
        expect(bytes(gpu)).toEqual(idle);
      }
      const shapes = Object.values(parameters).map(({ w }) => sizeOf(w.shape));
      expect(idle[0] - before[0]).toBe(5 * 4 * shapes.reduce((a, b) => a + b, 0));
    }
    expect(bytes(gpu)).toEqual(before);
  },
);

gpuTest('ten steps with dropout, decay and clipping follow float64', async ({ scope }) => {
  using ops = openWgslNn(scope.gpu);
  using host = openHostNn('float64');
  const [device, exact] = [makeParameters(ops), makeParameters(host)];
  for (let step = 1; step <= 10; step++) {
    using _device = trainStep(ops, device, DATA, step);
    using _host = trainStep(host, exact, DATA, step);
  }
  for (const name of ['w', 'b', 'gamma', 'beta'] as const) {
    const [got, want] = [await ops.read(device[name].w), await host.read(exact[name].w)];
    expect(relativeError(got, want), name).toBeLessThan(1e-5);
  }
  const moved = relativeError(await host.read(exact.w.w), await host.read(exact.w.start));
  expect(moved).toBeGreaterThan(0.01);
});
