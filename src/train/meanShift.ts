import type { TokenSet } from './tokens';

/** The mean token vector `[d]` of the texts `texts`, in float64. */
export function meanVector(set: TokenSet, texts: Iterable<number>): Float64Array {
  const { dimension: d, offsets, vectors } = set;
  const mean = new Float64Array(d);
  let tokens = 0;
  for (const text of texts) {
    for (let row = offsets[text]!; row < offsets[text + 1]!; row++, tokens++) {
      for (let k = 0; k < d; k++) mean[k]! += vectors[row * d + k]!;
    }
  }
  if (tokens > 0) for (let k = 0; k < d; k++) mean[k]! /= tokens;
  return mean;
}

/**
 * Moves every token by `to - from`: the closed-form baseline that takes a language's mean token
 * vector to the English one.
 */
export function shiftTokens(set: TokenSet, from: Float64Array, to: Float64Array): TokenSet {
  const { dimension: d } = set;
  const vectors = set.vectors.map((value, k) => value + to[k % d]! - from[k % d]!);
  return { ...set, vectors };
}
