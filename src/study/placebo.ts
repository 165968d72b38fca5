import type { BitextPair } from '../data';
import { Rng } from '../lib';
import type { StudyConfig } from '../report';

/** The first `most` pairs; all where `most` is 0. */
export function limitPairs(pairs: readonly BitextPair[], most: number): readonly BitextPair[] {
  return most > 0 ? pairs.slice(0, most) : pairs;
}

/**
 * Bitext that must teach nothing about translation: each foreign text with the English of another pair, or
 * English on both sides.
 */
export function applyPlacebo(
  pairs: readonly BitextPair[],
  placebo: StudyConfig['placebo'],
): readonly BitextPair[] {
  if (placebo === 'none') return pairs;
  if (placebo === 'english') return pairs.map(({ english }) => ({ english, foreign: english }));
  const order = new Rng(1).fork('placebo').shuffle(pairs.map((_, k) => k));
  // The next pair of a random cycle is never the pair itself, unless there is only one.
  const next = new Map(order.map((pair, at) => [pair, order[(at + 1) % order.length]!]));
  return pairs.map(({ foreign }, k) => ({ foreign, english: pairs[next.get(k)!]!.english }));
}
