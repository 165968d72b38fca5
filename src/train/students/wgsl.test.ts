import { expect } from 'vitest';
import { gpuTest, randomSigned, relativeError } from '../../gpu/testing';
import { Rng } from '../../lib';
import {
  frozenLayerBytes,
  type HostValues,
  halveEncoder,
  type NnOps,
  openHostNn,
  openWgslNn,
  runLayers,
  Tape,
} from '../../nn';
import { TINY } from '../../nn/encoder/testing';
import { makeStudent, snapshotStudent } from './makeStudent';
import { memoryNeed } from './memory';
import { readsLayer } from './spec';
import { OUTPUTS, TEACHER, TEXTS } from './testing';
import { keptOffsets } from './texts';
import type { StudentSpec, Teacher } from './types';

const STEPS = 5;
const HALVED: Teacher = { ...TEACHER, encoder: halveEncoder(TEACHER.encoder!) };
const KEPT = keptOffsets(TEXTS).at(-1)!;

interface Run {
  readonly losses: readonly number[];
  /** Of the first step, by name. */
  readonly gradients: ReadonlyMap<string, HostValues>;
  readonly weights: ReadonlyMap<string, HostValues>;
}

/** Adam on the mean of |u - t|^2 over tokens, checkpointing and dropout on, random targets t. */
async function train(backend: NnOps, spec: StudentSpec, f16 = false): Promise<Run> {
  using ops = backend.open();
  const teacher = f16 ? HALVED : TEACHER;
  const student = makeStudent(ops, spec, teacher, new Rng(1), undefined, {
    checkpointing: true,
    dropout: { rate: 0.1, rng: new Rng(77) },
    ...(f16 && ops.kind === 'wgsl' && { storage: 'f16' }),
  });
  const texts = await textsFor(spec, teacher);
  const noise = ops.upload(randomSigned(KEPT * OUTPUTS, 55_001), [KEPT, OUTPUTS], 'targets');
  const targets = ops.unitNormalise(noise).unit;
  const losses: number[] = [];
  const gradients = new Map<string, HostValues>();
  for (let step = 1; step <= STEPS; step++) {
    using inner = ops.open();
    const tape = new Tape(inner, true);
    const y = student.forward(tape, texts);
    const difference = inner.add({ x: y.array, y: targets, scale: -1 });
    losses.push((await inner.read(inner.sumOfSquares([difference])))[0]! / KEPT);
    for (const { gradient } of student.parameters) inner.fill(gradient, 0);
    const dy = inner.zeros(y.array.shape, 'dy');
    inner.addInto({ x: difference, into: dy, scale: 2 / KEPT });
    tape.backward(y, dy);
    if (step === 1)
      for (const { name, gradient } of student.parameters)
        gradients.set(name, await inner.read(gradient));
    for (const parameter of student.parameters)
      inner.adam({ ...parameter, learningRate: 1e-3, step });
    await student.afterStep?.(inner);
  }
  return { losses, gradients, weights: (await snapshotStudent(ops, student)).values };
}

async function textsFor(spec: StudentSpec, { encoder }: Teacher) {
  const reads = readsLayer(spec, TINY.layers);
  if (reads === 'ids') return TEXTS;
  using float64 = openHostNn('float64');
  const { offsets, ids } = TEXTS;
  const states = await runLayers(float64, encoder!, { offsets, ids }, 'ids', reads);
  return { offsets, margin: 1, states } as const;
}

const CASES: readonly [name: string, spec: StudentSpec, f16?: true][] = [
  ['full', { kind: 'full' }],
  ['lora', { kind: 'lora', rank: 4, layers: 2 }],
  ['lora over frozen layers as halves', { kind: 'lora', rank: 4, layers: 2 }, true],
  ['orthogonal', { kind: 'orthogonal' }],
  ['mlp', { kind: 'mlp', hidden: 8 }],
];

// Measured at most: losses 8e-8, gradients of the first step 9e-7, weights after the last 9e-7.
for (const [name, spec, f16] of CASES) {
  gpuTest(`${name} in WGSL equals float64 over ${STEPS} steps`, async ({ scope }) => {
    using wgsl = openWgslNn(scope.gpu);
    using float64 = openHostNn('float64');
    const [got, wanted] = [await train(wgsl, spec, f16), await train(float64, spec, f16)];
    expect(relativeError(got.losses, wanted.losses)).toBeLessThan(2e-7);
    for (const [name, gradient] of wanted.gradients) {
      // Zero but for rounding, which Adam makes steps of: softmax does not see the bias of keys.
      if (name.endsWith('.k.b')) continue;
      expect(relativeError(got.gradients.get(name)!, gradient), name).toBeLessThan(2e-6);
      const weights = wanted.weights.get(name)!;
      expect(relativeError(got.weights.get(name)!, weights), name).toBeLessThan(2e-6);
    }
    expect(wanted.losses.at(-1)).toBeLessThan(wanted.losses[0]!);
  });
}

gpuTest(
  'a low-rank student over halves takes the bytes that are planned, and at its peak fewer',
  async ({ scope }) => {
    const { gpu } = scope;
    const spec = { kind: 'lora', rank: 4, layers: 2 } as const;
    const texts = await textsFor(spec, HALVED);
    const peaks: number[] = [];
    for (const storage of ['f32', 'f16'] as const) {
      using ops = openWgslNn(gpu);
      const before = gpu.liveBytes;
      const student = makeStudent(ops, spec, HALVED, new Rng(1), undefined, { storage });
      const { weights, gradients, moments, starts } = memoryNeed({
        ...{ spec, storage, inputs: TINY.width, outputs: OUTPUTS, encoder: TINY },
        ...{ batch: 4, tokensPerText: 9, checkpointing: false },
      });
      expect(gpu.liveBytes - before).toBe(weights + gradients + moments + starts);
      using inner = ops.open();
      const tape = new Tape(inner, true);
      const y = student.forward(tape, texts);
      tape.backward(y, inner.zeros(y.array.shape, 'dy'));
      peaks.push(gpu.liveBytes - before); // a pass frees nothing before its end
    }
    const saved = 2 * (frozenLayerBytes(TINY, 'f32') - frozenLayerBytes(TINY, 'f16'));
    expect(saved).toBeGreaterThan(0);
    expect(peaks[0]! - peaks[1]!).toBe(saved);
  },
);
