import { type Batch, planBatches } from './batches';
import type { PaddedBatch } from './chain';
import type { Encoded, EncodeOptions, TokenisedText } from './types';

/** Whatever computes states: those after `depth` layers, `[texts, length, dimension]`. */
export interface StateRunner {
  run(batch: PaddedBatch, depth: number): Promise<Float32Array>;
}

export interface EncodePlan extends Pick<EncodeOptions, 'signal' | 'onProgress'> {
  readonly depth: number;
  readonly dimension: number;
  readonly maxTokens: number;
  readonly batchTokens: number;
  /** Lengths are padded to a multiple of it. */
  readonly lengthStep: number;
  readonly keepSpecialTokens: boolean;
  /** What padding is filled with; default 0, the embedded encoder's `<s>`, which nothing sees there. */
  readonly padId?: number;
}

/** Lets messages in, an abort among them: a WASM run blocks its thread and resolves in a microtask. */
const breathe = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

function padBatch(
  texts: readonly TokenisedText[],
  { texts: members, length }: Batch,
  padId: number,
): PaddedBatch {
  const ids = new BigInt64Array(members.length * length).fill(BigInt(padId));
  const lengths = members.map((text, row) => {
    const own = texts[text]!.ids;
    own.forEach((id, token) => {
      ids[row * length + token] = BigInt(id);
    });
    return texts[text]!.attended ?? own.length;
  });
  return { ids, lengths, length };
}

function marginsOf({ margins = [1, 1] }: TokenisedText, plan: EncodePlan) {
  return plan.keepSpecialTokens ? ([0, 0] as const) : margins;
}

/** Empty result of the right size, and where each text's rows begin. */
function allocate(texts: readonly TokenisedText[], plan: EncodePlan): Encoded {
  const pieces = texts.map((text) => {
    const [start, end] = marginsOf(text, plan);
    return text.pieces.slice(start, text.pieces.length - end);
  });
  const offsets = new Uint32Array(texts.length + 1);
  pieces.forEach((list, text) => {
    offsets[text + 1] = offsets[text]! + list.length;
  });
  const vectors = new Float32Array(offsets[texts.length]! * plan.dimension);
  const truncated = texts.filter((text) => text.truncated).length;
  return { vectors, offsets, dimension: plan.dimension, pieces, truncated };
}

/** Runs all texts through the first `depth` layers, in batches of like length. */
export async function encodeTexts(
  chain: StateRunner,
  texts: readonly TokenisedText[],
  plan: EncodePlan,
): Promise<Encoded> {
  const result = allocate(texts, plan);
  const lengths = texts.map((text) => text.ids.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let done = 0;
  for (const batch of planBatches(lengths, plan.batchTokens, plan.lengthStep, plan.maxTokens)) {
    plan.signal?.throwIfAborted();
    const padded = padBatch(texts, batch, plan.padId ?? 0);
    const states = await chain.run(padded, plan.depth);
    batch.texts.forEach((text, row) => {
      const [first] = marginsOf(texts[text]!, plan);
      const start = (row * batch.length + first) * plan.dimension;
      const size = result.pieces[text]!.length * plan.dimension;
      const target = result.offsets[text]! * plan.dimension;
      result.vectors.set(states.subarray(start, start + size), target);
      done += lengths[text]!;
    });
    plan.onProgress?.({ phase: 'encode', done, total });
    await breathe();
  }
  plan.signal?.throwIfAborted();
  return result;
}
