import type { TokenSet } from '../tokens';
import type { TextPair } from './problem';
import type { AffineMap, MapProblem } from './types';

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
 * `x + mean(English tokens) - mean(foreign tokens)`: takes out what is common to all tokens of a language
 * (language centring; Libovický, Rosa, Fraser 2020). Needs two texts of the same kind rather than
 * translations. Fails where languages differ by more than a translation, and moves queries away where the
 * bitext is of another domain than they are.
 */
export function meanShift(
  { foreign, englishTokens }: MapProblem,
  pairs: readonly TextPair[],
): AffineMap {
  const from = meanVector(
    foreign,
    pairs.map((pair) => pair.foreign),
  );
  const to = meanVector(
    englishTokens,
    pairs.map((pair) => pair.english),
  );
  return { matrix: null, shift: to.map((value, k) => value - from[k]!), details: {} };
}
