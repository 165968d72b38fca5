import { Rng } from '../../lib';
import type { DistilProblem, TrainHooks, TrainSettings } from '../types';

export const [INPUTS, OUTPUTS] = [8, 4];

/** A small problem: foreign states are English ones through a rotation-like map and noise of the language. */
export function tinyProblem(
  languages: readonly string[] = ['de', 'th'],
  pairs = 10,
): DistilProblem {
  const rng = new Rng(11);
  const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal());
  const head = normals(OUTPUTS * INPUTS);
  const counts = Array.from({ length: pairs }, (_, k) => 2 + (k % 3));
  const offsets = Uint32Array.from([0, ...counts]).map(
    (
      (sum) => (count: number) =>
        (sum += count)
    )(0),
  );
  const tokens = offsets.at(-1)!;
  const states = normals(tokens * INPUTS);
  const language = (name: string) => ({
    language: name,
    texts: {
      offsets,
      margin: 0 as const,
      states: states.map(
        (value, k) => 0.7 * value + 0.5 * states[k - (k % INPUTS) + ((k + 1) % INPUTS)]!,
      ),
    },
    english: Uint32Array.from({ length: pairs }, (_, k) => k),
  });
  return {
    teacher: { head, inputs: INPUTS, outputs: OUTPUTS },
    english: { vectors: unitRows(project(states, head)), offsets, dimension: OUTPUTS },
    englishTexts: { offsets, margin: 0, states },
    languages: languages.map(language),
  };
}

export const TINY_SETTINGS: TrainSettings = {
  steps: 12,
  batch: 4,
  batchTokens: 0,
  accumulate: 1,
  learningRate: 1e-2,
  warmup: 3,
  schedule: 'cosine',
  weightDecay: 0,
  clip: 1,
  regularisers: { pull: 0, orthogonality: 0, centring: 0, columnEntropy: 0 },
  loss: { ot: { eps: 0.1, iterations: 20 }, temperature: 0.05, sourceTerm: false },
  sampling: 'turns',
  readEvery: 1,
  evaluateEvery: 4,
  patience: 10,
};

/** Hooks that count evaluations as dev MAP, so that the latest weights are the best. */
export function tinyHooks(change: Partial<TrainHooks> = {}): TrainHooks {
  let evaluations = 0;
  return {
    evaluate: async () => ({ devMap: 0.5 + 0.01 * evaluations++, byLanguage: {} }),
    onPoint: () => {},
    signal: new AbortController().signal,
    ...change,
  };
}

/** `unit(W x)` of each row. */
function project(states: Float32Array, head: Float32Array): Float32Array {
  const rows = states.length / INPUTS;
  const out = new Float32Array(rows * OUTPUTS);
  for (let row = 0; row < rows; row++)
    for (let o = 0; o < OUTPUTS; o++)
      for (let k = 0; k < INPUTS; k++)
        out[row * OUTPUTS + o]! += head[o * INPUTS + k]! * states[row * INPUTS + k]!;
  return out;
}

function unitRows(values: Float32Array): Float32Array {
  const out = values.slice();
  for (let at = 0; at < out.length; at += OUTPUTS) {
    const row = out.subarray(at, at + OUTPUTS);
    const norm = Math.hypot(...row);
    row.forEach((value, k) => {
      row[k] = value / norm;
    });
  }
  return out;
}
