import { Rng } from '../lib';
import { type EncoderShape, type EncoderWeights, LINEAR_MAPS, mapSize } from '../nn';
import type { DistilProblem, StudentSpec, StudentTexts, TrainSettings } from '../train';

/** Sizes of the embedded encoder's states and of the ranker's vectors. */
export const [INPUTS, OUTPUTS] = [384, 128] as const;
/** Special tokens around each text, for students that run encoder layers. */
const [FIRST_ID, LAST_ID] = [0, 2];
/** Tokens of a text, at least and at most; 12 and 14 in the mean. */
const ENGLISH = [8, 16] as const;
const FOREIGN = [10, 18] as const;

/** Adam at a small rate, transport as studies have it: eps .02, 30 iterations. */
export function benchSettings(batch: number, readEvery: number): TrainSettings {
  const never = 1e9;
  return {
    ...{ steps: never, batch, batchTokens: 0, accumulate: 1, learningRate: 1e-4, warmup: 0 },
    ...{ schedule: 'constant', weightDecay: 0, clip: 1, dropout: 0, checkpointing: false },
    regularisers: { pull: 0, orthogonality: 0, centring: 0, columnEntropy: 0 },
    loss: { ot: { eps: 0.02, iterations: 30 }, temperature: 0.05, sourceTerm: false },
    ...{ sampling: 'turns', readEvery, evaluateEvery: never, patience: never },
  };
}

export function trainsLayers({ kind }: StudentSpec): boolean {
  return kind === 'top' || kind === 'lora' || kind === 'full';
}

/** `batch` translation pairs of random states, or ids for `full`; the same every time. */
export function benchProblem(
  spec: StudentSpec,
  batch: number,
  encoder: EncoderWeights | undefined,
): DistilProblem {
  const rng = new Rng(5);
  const normals = (count: number, scale = 1) =>
    Float32Array.from({ length: count }, () => scale * rng.normal());
  const margin = trainsLayers(spec) ? 1 : 0;
  const english = randomOffsets(rng, batch, ENGLISH);
  const offsets = randomOffsets(rng, batch, FOREIGN, 2 * margin);
  const tokens = offsets.at(-1)!;
  const input =
    spec.kind === 'full'
      ? { ids: randomIds(rng, offsets, encoder!.shape.vocabulary) }
      : { states: normals(tokens * INPUTS) };
  const texts: StudentTexts = { offsets, margin, ...input };
  return {
    teacher: {
      head: normals(OUTPUTS * INPUTS, 1 / Math.sqrt(INPUTS)),
      ...{ inputs: INPUTS, outputs: OUTPUTS },
      ...(encoder && { encoder }),
    },
    english: {
      vectors: unitRows(normals(english.at(-1)! * OUTPUTS)),
      ...{ offsets: english, dimension: OUTPUTS },
    },
    languages: [
      { language: 'all', texts, english: Uint32Array.from({ length: batch }, (_, k) => k) },
    ],
  };
}

/**
 * Multiplications and additions of one step, of products of `tokens` rows with weight matrices: forward, gradients
 * of trained weights and of inputs that something trained is upstream of. Attention, norms, transport and Adam
 * are left out: for short texts they are a few per cent.
 */
export function stepFlop(spec: StudentSpec, tokens: number, shape?: EncoderShape): number {
  const head = INPUTS * OUTPUTS;
  switch (spec.kind) {
    case 'linear':
      return 2 * tokens * 2 * head;
    case 'low-rank':
      return 2 * tokens * (2 * head + 5 * spec.rank * INPUTS);
    case 'orthogonal':
      return 2 * tokens * (2 * head + 2 * INPUTS ** 2);
    case 'mlp':
      return 2 * tokens * (head + spec.hidden * (2 * INPUTS + 3 * OUTPUTS));
    default:
      return 2 * tokens * (3 * head + layersMultiplications(spec, shape!));
  }
}

/** Per token. The bottom layer's q, k and v need no gradient of their input unless embeddings are trained. */
function layersMultiplications(
  spec: Extract<StudentSpec, { kind: 'top' | 'lora' | 'full' }>,
  shape: EncoderShape,
): number {
  const count = spec.kind === 'full' ? shape.layers : spec.layers;
  let sum = 0;
  for (let layer = 0; layer < count; layer++)
    for (const map of LINEAR_MAPS) {
      const [outputs, inputs] = mapSize(shape, map);
      const first = layer === 0 && spec.kind !== 'full' && /^[qkv]$/.test(map);
      const weight = outputs * inputs;
      if (spec.kind !== 'lora') sum += (first ? 2 : 3) * weight;
      else {
        sum += (first ? 1 : 2) * weight;
        sum += spec.rank * ((first ? 2 : 3) * inputs + 3 * outputs);
      }
    }
  return sum;
}

function randomOffsets(
  rng: Rng,
  texts: number,
  [least, most]: readonly [number, number],
  more = 0,
): Uint32Array {
  const offsets = new Uint32Array(texts + 1);
  for (let k = 0; k < texts; k++)
    offsets[k + 1] = offsets[k]! + least + rng.below(most - least + 1) + more;
  return offsets;
}

function randomIds(rng: Rng, offsets: Uint32Array, vocabulary: number): Uint32Array {
  const ids = Uint32Array.from({ length: offsets.at(-1)! }, () => rng.below(vocabulary));
  for (let k = 1; k < offsets.length; k++) {
    ids[offsets[k - 1]!] = FIRST_ID;
    ids[offsets[k]! - 1] = LAST_ID;
  }
  return ids;
}

function unitRows(values: Float32Array): Float32Array {
  for (let at = 0; at < values.length; at += OUTPUTS) {
    const row = values.subarray(at, at + OUTPUTS);
    const norm = Math.hypot(...row);
    row.forEach((value, k) => {
      row[k] = value / norm;
    });
  }
  return values;
}
