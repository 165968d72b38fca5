import { Rng } from '../../lib';
import type { EncoderShape, EncoderWeights, LinearWeights, NormWeights } from '../encoderWeights';

/** Two layers of width 32: all of an encoder at a size where finite differences take no time. */
export const TINY: EncoderShape = {
  layers: 2,
  width: 32,
  heads: 4,
  inner: 64,
  normEpsilon: 1e-5,
  vocabulary: 50,
  positions: 12,
};

/** Random weights of the size that keeps states near variance 1; biases and norms are not trivial either. */
export function randomEncoder(shape: EncoderShape = TINY, seed = 90210): EncoderWeights {
  const rng = new Rng(seed);
  const { width, inner } = shape;
  const linear = (outputs: number, inputs: number): LinearWeights => ({
    w: normal(rng, outputs * inputs, 1 / Math.sqrt(inputs)),
    b: normal(rng, outputs, 0.1),
  });
  const norm = (): NormWeights => ({
    gamma: normal(rng, width, 0.2).map((value) => 1 + value),
    beta: normal(rng, width, 0.1),
  });
  const layer = () => ({
    q: linear(width, width),
    k: linear(width, width),
    v: linear(width, width),
    o: linear(width, width),
    norm1: norm(),
    inner: linear(inner, width),
    outer: linear(width, inner),
    norm2: norm(),
  });
  return {
    shape,
    embedding: {
      words: normal(rng, shape.vocabulary * width, 1),
      positions: normal(rng, shape.positions * width, 0.3),
      norm: norm(),
    },
    layers: Array.from({ length: shape.layers }, layer),
  };
}

export function normal(rng: Rng, length: number, deviation: number): Float32Array {
  return Float32Array.from({ length }, () => deviation * rng.normal());
}

/** Ids of texts with `counts` tokens, and their offsets. */
export function randomIds(counts: readonly number[], vocabulary = TINY.vocabulary, seed = 4711) {
  const rng = new Rng(seed);
  const offsets = new Uint32Array(counts.length + 1);
  counts.forEach((count, text) => {
    offsets[text + 1] = offsets[text]! + count;
  });
  const ids = Uint32Array.from({ length: offsets.at(-1)! }, () => rng.below(vocabulary));
  return { ids, offsets };
}
