import { fitsHalves } from '../kernels';
import { mapSize } from './encoder/build';
import { LINEAR_MAPS } from './encoder/modules';
import type { EncoderShape } from './encoderWeights';
import type { WeightStorage } from './types';

/** What of one encoder layer is trained. */
export interface LayerTraining {
  /** Rank of LoRA's updates; the weights themselves are trained where it is absent. */
  readonly rank?: number;
  /** Whether the layer's input is trained too: its gradient is computed then. */
  readonly inputTrains: boolean;
}

/** Numbers in the weights of one layer. */
export function layerSize(shape: EncoderShape): number {
  const maps = LINEAR_MAPS.map((map) => mapSize(shape, map));
  return maps.reduce((sum, [outputs, inputs]) => sum + outputs * inputs + outputs, 4 * shape.width);
}

/** Bytes of the weights of one frozen layer. */
export function frozenLayerBytes(shape: EncoderShape, storage: WeightStorage): number {
  const maps = LINEAR_MAPS.map((map) => mapSize(shape, map));
  return maps.reduce(
    (sum, size) => sum + matrixBytes(size, storage) + 4 * size[0],
    4 * 4 * shape.width,
  );
}

/** Bytes of the largest matrix of a frozen layer. */
export function largestMatrixBytes(shape: EncoderShape, storage: WeightStorage): number {
  return Math.max(...LINEAR_MAPS.map((map) => matrixBytes(mapSize(shape, map), storage)));
}

function matrixBytes(size: readonly [number, number], storage: WeightStorage): number {
  return (storage === 'f16' && fitsHalves(size) ? 2 : 4) * size[0] * size[1];
}

/** Numbers in LoRA's updates of one layer. */
export function loraSize(shape: EncoderShape, rank: number): number {
  const maps = LINEAR_MAPS.map((map) => mapSize(shape, map));
  return maps.reduce((sum, [outputs, inputs]) => sum + rank * (outputs + inputs), 0);
}

export function embeddingSize({ vocabulary, positions, width }: EncoderShape): number {
  return (vocabulary + positions + 2) * width;
}

/** Numbers a token that a layer's forward pass keeps for the backward pass (see `encoderLayer`). */
export function layerForward({ width, inner, heads }: EncoderShape, rank?: number): number {
  // q, k, v, attention, o, and for each of norm1 and norm2 sum and result; outer. Norms keep two statistics.
  const base = 10 * width + 2 * inner + heads + 4;
  // Of each map: A x, B A x and the sum.
  return rank === undefined ? base : base + 6 * rank + 10 * width + 2 * inner;
}

/** Numbers a token that a layer's backward pass makes: gradients of what lies between the weights. */
export function layerBackward(
  { width, inner }: EncoderShape,
  { rank, inputTrains }: LayerTraining,
): number {
  // Gradients of q, k, v, of both sums' sides, of what enters norms and maps; of x by q, k, v and the sum.
  const base = 10 * width + 2 * inner + (inputTrains ? 4 * width : 0);
  if (rank === undefined) return base;
  // Of each map: both sides of the sum, A x, and x.
  return base + 15 * width + 3 * inner + 6 * rank - (inputTrains ? 0 : 3 * width);
}

/** Numbers a token of the embeddings' forward and backward pass. */
export function embeddingActivations({ width }: EncoderShape): number {
  return 7 * width + 2;
}
