// Students of the embedded encoder itself. Here, because the train room knows no encoder.
import { beforeAll, expect } from 'vitest';
import { readBuilt } from '../encoders/testing/nodeEncoder';
import { makeTokeniser } from '../encoders/tokenise';
import { loadEncoderWeights } from '../encoders/weights/loadEncoderWeights';
import { gpuTest, randomUnit, relativeError } from '../gpu/testing';
import { Rng } from '../lib';
import {
  type EncoderWeights,
  frozenLayerBytes,
  type HostValues,
  halveEncoder,
  type NnOps,
  openHostNn,
  openWgslNn,
} from '../nn';
import { runLayers } from '../nn/encoder/run';
import { parseLoss } from '../train/losses';
import { makeStudent, snapshotStudent } from '../train/students/makeStudent';
import { readsLayer, studentName } from '../train/students/spec';
import type { StudentSpec, StudentTexts } from '../train/students/types';
import { TINY_SETTINGS } from '../train/trainer/problem.testing';
import { Stepper } from '../train/trainer/step';
import type { DistilProblem, TrainSettings } from '../train/types';

const [INPUTS, OUTPUTS] = [384, 128];
const TEXTS = ['Weck mich um sieben', 'कल मौसम कैसा है'];
/** Tokens of the teacher's vectors, which are random. */
const TEACHER_COUNTS = [5, 4];
const SETTINGS: TrainSettings = {
  ...TINY_SETTINGS,
  steps: 5,
  learningRate: 1e-3,
  warmup: 0,
  schedule: 'constant',
  clip: 1,
  loss: { ot: { eps: 0.05, iterations: 30 }, temperature: 0.05, sourceTerm: false },
};
const BATCH = { language: 0, pairs: Uint32Array.of(0, 1) };
const rng = new Rng(20_231);
const head = Float32Array.from(
  { length: OUTPUTS * INPUTS },
  () => rng.normal() / Math.sqrt(INPUTS),
);

let encoder: EncoderWeights;
let ids: Uint32Array;
const offsets = new Uint32Array(TEXTS.length + 1);
/** States by layer, the same for all backends. */
const states = new Map<number, Float32Array>();

beforeAll(async () => {
  const tokenise = makeTokeniser(new TextDecoder().decode(await readBuilt('tokenizer.json')), 512);
  const texts = TEXTS.map((text) => [...tokenise(text).ids]);
  texts.forEach(({ length }, k) => {
    offsets[k + 1] = offsets[k]! + length;
  });
  const whole = await loadEncoderWeights({ fetchBytes: readBuilt, embedding: true });
  ({ encoder, ids } = cutWords(whole, texts.flat()));
  using ops = openHostNn('wasm');
  const zero = await runLayers(ops, encoder, { offsets, ids }, 'ids', 0);
  const ten = await runLayers(ops, encoder, { offsets, states: zero }, 0, 10);
  states.set(0, zero).set(10, ten);
}, 60_000);

gpuTest(
  'half precision of twelve frozen layers costs little and halves their bytes',
  async ({ scope }) => {
    const { gpu } = scope;
    const halved = halveEncoder(encoder);
    using host = openHostNn('wasm');
    using ops = openWgslNn(gpu);
    const input = { offsets, states: states.get(0)! };
    const [exact, rounded] = [encoder, halved].map((layers) =>
      runLayers(host, layers, input, 0, 12),
    );
    // Measured 1.9e-4; on a device 4.8e-7 beside WASM with the same weights; 85.8 and 43.3 MB.
    const error = relativeError(await rounded!, await exact!);
    expect(error).toBeLessThan(4e-4);
    const peaks: number[] = [];
    for (const storage of ['f32', 'f16'] as const) {
      const before = gpu.liveBytes;
      gpu.resetPeak();
      const got = await runLayers(ops, halved, input, 0, 12, { storage });
      expect(relativeError(got, await rounded!)).toBeLessThan(1e-6);
      peaks.push(gpu.peakBytes - before);
    }
    const saved =
      12 * (frozenLayerBytes(encoder.shape, 'f32') - frozenLayerBytes(encoder.shape, 'f16'));
    expect(peaks[0]! - peaks[1]!).toBe(saved);
  },
  60_000,
);

/**
 * The table of words cut to the rows that `used` names, renumbered in their order: the others, 135 MB and as
 * much again for each of gradient, moments and start, take no part.
 */
function cutWords(whole: EncoderWeights, used: readonly number[]) {
  const rows = [...new Set(used)].sort((a, b) => a - b);
  const words = new Float32Array(rows.length * INPUTS);
  const { embedding, shape } = whole;
  rows.forEach((row, at) => {
    words.set(embedding!.words.subarray(row * INPUTS, (row + 1) * INPUTS), at * INPUTS);
  });
  const cut: EncoderWeights = {
    ...whole,
    shape: { ...shape, vocabulary: rows.length },
    embedding: { ...embedding!, words },
  };
  return { encoder: cut, ids: Uint32Array.from(used, (row) => rows.indexOf(row)) };
}

function problemOf(spec: StudentSpec): DistilProblem {
  const reads = readsLayer(spec, encoder.shape.layers);
  const input = reads === 'ids' ? { ids } : { states: states.get(reads)! };
  const texts: StudentTexts = { offsets, margin: 1, ...input };
  const counts = Uint32Array.of(0, ...TEACHER_COUNTS);
  counts.forEach((count, k) => {
    counts[k] = count + (counts[k - 1] ?? 0);
  });
  return {
    teacher: { head, inputs: INPUTS, outputs: OUTPUTS, encoder },
    english: {
      vectors: randomUnit(counts.at(-1)!, OUTPUTS, 402_653_189),
      offsets: counts,
      dimension: OUTPUTS,
    },
    languages: [{ language: 'all', texts, english: Uint32Array.of(0, 1) }],
  };
}

interface Run {
  readonly losses: readonly number[];
  /** Of the first step, by name. */
  readonly gradients: ReadonlyMap<string, HostValues>;
  readonly weights: ReadonlyMap<string, HostValues>;
}

/** `steps` of the trainer on all texts. */
async function train(backend: NnOps, spec: StudentSpec, steps: number): Promise<Run> {
  using ops = backend.open();
  const problem = problemOf(spec);
  const student = makeStudent(ops, spec, problem.teacher, new Rng(5), undefined, {
    checkpointing: spec.kind === 'full',
  });
  const stepper = new Stepper(ops, problem, student, parseLoss('ot+mse'), SETTINGS, []);
  const losses: number[] = [];
  const gradients = new Map<string, HostValues>();
  for (let step = 1; step <= steps; step++) {
    losses.push((await stepper.run([BATCH], step, true))!.loss);
    if (step === 1)
      for (const { name, gradient } of student.parameters)
        gradients.set(name, await ops.read(gradient));
  }
  return { losses, gradients, weights: (await snapshotStudent(ops, student)).values };
}

/** Zero but for rounding, which Adam makes steps of: softmax does not see the bias of keys. */
const isNoise = (name: string) => name.endsWith('.k.b');

/** Largest relative error over the arrays that are no noise, with its name. */
function worstOf(got: Run['weights'], wanted: Run['weights']): { error: number; name: string } {
  let worst = { error: 0, name: '' };
  expect([...got.keys()]).toEqual([...wanted.keys()]);
  for (const [name, want] of wanted) {
    if (isNoise(name)) continue;
    const error = relativeError(got.get(name)!, want);
    if (!(error <= worst.error)) worst = { error, name };
  }
  return worst;
}

// Bounds are about twice what was measured. LoRA's B starts at zero: all of it is Adam's steps, which are as large
// where a gradient is nearly zero as elsewhere, and magnify its rounding.
for (const [spec, steps, bounds] of [
  [{ kind: 'top', layers: 2 }, 5, { loss: 1e-7, gradient: 2e-5, weight: 1e-5 }],
  [{ kind: 'lora', rank: 4, layers: 12 }, 5, { loss: 1e-7, gradient: 2.2e-5, weight: 6.5e-4 }],
  [{ kind: 'full' }, 1, { loss: 1e-7, gradient: 1.3e-5, weight: 1.3e-5 }],
] as const) {
  const what = `${studentName(spec)} of the embedded encoder`;
  gpuTest(
    `${what} in WGSL equals float64 over ${steps} steps`,
    async ({ scope }) => {
      using wgsl = openWgslNn(scope.gpu);
      using float64 = openHostNn('float64');
      const [got, wanted] = [await train(wgsl, spec, steps), await train(float64, spec, steps)];
      expect(relativeError(got.losses, wanted.losses)).toBeLessThan(bounds.loss);
      expect(worstOf(got.gradients, wanted.gradients).error).toBeLessThan(bounds.gradient);
      expect(worstOf(got.weights, wanted.weights).error).toBeLessThan(bounds.weight);
      if (steps > 1) expect(wanted.losses.at(-1)).toBeLessThan(0.8 * wanted.losses[0]!);
    },
    180_000,
  );
}
