import type { EncoderWeights } from '../encoderWeights';
import { Tape } from '../tape';
import type { HostValues, NnArray, NnOps, WeightStorage } from '../types';
import { frozenIn, placeEmbedding, placeLayer } from './build';
import { embedTokens } from './embed';
import { encoderLayer } from './layer';
import type { EmbeddingModule, LayerModule } from './modules';

/** Tokens of a piece where the caller does not say: some 60 MB of scratch at width 384. */
export const PIECE_TOKENS = 2048;

/**
 * Texts `start` to `end` of one piece of bounded size; texts are never cut, so a single long text may be
 * a piece of more than `pieceTokens` tokens.
 */
export function* textPieces(
  offsets: Uint32Array,
  pieceTokens = PIECE_TOKENS,
): Generator<readonly [start: number, end: number]> {
  const texts = offsets.length - 1;
  for (let start = 0; start < texts; ) {
    let end = start + 1;
    while (end < texts && offsets[end + 1]! - offsets[start]! <= pieceTokens) end++;
    yield [start, end];
    start = end;
  }
}

/** Offsets of texts `start` to `end`, from 0. */
export function pieceOffsets(offsets: Uint32Array, start: number, end: number): Uint32Array {
  return offsets.slice(start, end + 1).map((offset) => offset - offsets[start]!);
}

export interface RunLayersInput {
  /** `[texts + 1]`, special tokens included. */
  readonly offsets: Uint32Array;
  /** `[tokens, width]`, the states after layer `from`. */
  readonly states?: Float32Array;
  /** `[tokens]`, instead of states where `from` is 'ids'. */
  readonly ids?: Uint32Array;
}

export interface RunLayersOptions {
  /** Tokens that are worked on at a time; default `PIECE_TOKENS`. */
  readonly pieceTokens?: number;
  /** Of the layers' weights; default f32. Embeddings are float32 always. */
  readonly storage?: WeightStorage;
}

/**
 * The states after layer `to` of the frozen encoder, `[tokens, width]`, from those after layer `from`
 * (0: the embeddings' output, 'ids': token ids). Works through the texts in pieces, so memory is bounded
 * by the weights, the result and one piece.
 *
 * @throws RangeError if layers are not loaded, `from` is above `to`, states and offsets do not fit, or storage and
 *   backend do not.
 */
export async function runLayers(
  ops: NnOps,
  encoder: EncoderWeights,
  input: RunLayersInput,
  from: number | 'ids',
  to: number,
  { pieceTokens = PIECE_TOKENS, storage = 'f32' }: RunLayersOptions = {},
): Promise<Float32Array> {
  const first = from === 'ids' ? 0 : from;
  if (!(first >= 0 && first <= to && to <= encoder.shape.layers))
    throw new RangeError(
      `runLayers: from ${from} to ${to}, want 0 <= from <= to <= ${encoder.shape.layers}`,
    );
  checkInput(input, from, encoder.shape.width);
  using weights = ops.open();
  const place = frozenIn(weights, storage);
  const embedding = from === 'ids' ? placeEmbedding(encoder, frozenIn(weights)) : undefined;
  const layers: LayerModule[] = [];
  for (let number = first + 1; number <= to; number++)
    layers.push(placeLayer(encoder, number, place));
  const { width } = encoder.shape;
  const result = new Float32Array((input.offsets.at(-1) ?? 0) * width);
  for (const [start, end] of textPieces(input.offsets, pieceTokens)) {
    const at = input.offsets[start]!;
    if (input.offsets[end] === at) continue;
    result.set(await runPiece(ops, encoder, input, [start, end], layers, embedding), at * width);
  }
  return result;
}

async function runPiece(
  ops: NnOps,
  { shape }: EncoderWeights,
  { offsets, states, ids }: RunLayersInput,
  [start, end]: readonly [number, number],
  layers: readonly LayerModule[],
  embedding?: EmbeddingModule,
): Promise<HostValues> {
  using inner = ops.open();
  const tape = new Tape(inner);
  const [a, b] = [offsets[start]!, offsets[end]!];
  const local = pieceOffsets(offsets, start, end);
  const texts = inner.indices(local, 'runLayers.texts');
  let x = embedding
    ? embedTokens(tape, ids!.subarray(a, b), local, embedding, shape).array
    : inner.upload(states!.slice(a * shape.width, b * shape.width), [b - a, shape.width], 'states');
  for (const layer of layers)
    x = keepResult(inner, (part) => encoderLayer(part, part.constant(x), layer, texts, shape));
  return inner.read(x);
}

/** Runs `part` and frees all that it made but its result. */
function keepResult(ops: NnOps, part: (tape: Tape) => { array: NnArray }): NnArray {
  using inner = ops.open();
  const { array } = part(new Tape(inner));
  const kept = ops.zeros(array.shape, 'layer');
  ops.copy(array, kept);
  return kept;
}

function checkInput({ offsets, states, ids }: RunLayersInput, from: number | 'ids', width: number) {
  const tokens = offsets.at(-1) ?? 0;
  if (from === 'ids') {
    if (ids?.length !== tokens)
      throw new RangeError(`runLayers: found ${ids?.length ?? 'no'} ids, want ${tokens}`);
  } else if (states?.length !== tokens * width) {
    throw new RangeError(
      `runLayers: found ${states?.length ?? 'no'} state values, want ${tokens} x ${width}`,
    );
  }
}
