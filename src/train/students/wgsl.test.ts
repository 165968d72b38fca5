import { expect } from 'vitest';
import { gpuTest, randomSigned, relativeError } from '../../gpu/testing';
import { Rng } from '../../lib';
import { type HostValues, type NnOps, openHostNn, openWgslNn, runLayers, Tape } from '../../nn';
import { TINY } from '../../nn/encoder/testing';
import { makeStudent, snapshotStudent } from './makeStudent';
import { readsLayer } from './spec';
import { OUTPUTS, TEACHER, TEXTS } from './testing';
import { keptOffsets } from './texts';
import type { StudentSpec } from './types';

const STEPS = 5;
const KEPT = keptOffsets(TEXTS).at(-1)!;

interface Run {
  readonly losses: readonly number[];
  /** Of the first step, by name. */
  readonly gradients: ReadonlyMap<string, HostValues>;
  readonly weights: ReadonlyMap<string, HostValues>;
}

/** Adam on the mean of |u - t|^2 over tokens, checkpointing and dropout on, random targets t. */
async function train(backend: NnOps, spec: StudentSpec): Promise<Run> {
  using ops = backend.open();
  const student = makeStudent(ops, spec, TEACHER, new Rng(1), undefined, {
    checkpointing: true,
    dropout: { rate: 0.1, rng: new Rng(77) },
  });
  const texts = await textsFor(spec);
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

async function textsFor(spec: StudentSpec) {
  const reads = readsLayer(spec, TINY.layers);
  if (reads === 'ids') return TEXTS;
  using float64 = openHostNn('float64');
  const { offsets, ids } = TEXTS;
  const states = await runLayers(float64, TEACHER.encoder!, { offsets, ids }, 'ids', reads);
  return { offsets, margin: 1, states } as const;
}

// Measured at most: losses 8e-8, gradients of the first step 9e-7, weights after the last 9e-7.
for (const spec of [
  { kind: 'full' },
  { kind: 'lora', rank: 4, layers: 2 },
  { kind: 'orthogonal' },
  { kind: 'mlp', hidden: 8 },
] as const) {
  gpuTest(`${spec.kind} in WGSL equals float64 over ${STEPS} steps`, async ({ scope }) => {
    using wgsl = openWgslNn(scope.gpu);
    using float64 = openHostNn('float64');
    const [got, wanted] = [await train(wgsl, spec), await train(float64, spec)];
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
