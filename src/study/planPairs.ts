import type { Language } from '../data';
import type { StudyContext } from './context';

/** A pair of sentences whose plans are kept. */
export interface PlanPair {
  /** Of the held-out utterance; null for a pair of the bitext. */
  readonly id: string | null;
  readonly english: string;
  readonly foreign: string;
}

/** The pairs of a language, and whether students were trained on them. */
export interface PlanPairs {
  readonly from: 'held out' | 'bitext';
  readonly pairs: readonly PlanPair[];
}

const MOST_PAIRS = 8;
/** A plan of longer texts is looked at by nobody and takes a megabyte. */
const MOST_TOKENS = 128;

/**
 * Up to eight pairs, at even distances among the held-out ones; where none of these has tokens on both sides, of the
 * bitext. The same for every method and seed.
 */
export function planPairs({ plan, texts }: StudyContext, language: Language): PlanPairs {
  const fits = (text: string) => {
    const [tokens = 0] = texts.lengths([text], 'last');
    return tokens > 0 && tokens <= MOST_TOKENS;
  };
  const usable = (pairs: readonly PlanPair[]) =>
    pairs.filter(({ english, foreign }) => fits(english) && fits(foreign));
  const english = new Map((plan.dev.get('en') ?? []).map(({ id, text }) => [id, text]));
  const heldOut = (plan.dev.get(language) ?? []).flatMap(({ id, text: foreign }) => {
    const other = english.get(id);
    return other === undefined ? [] : [{ id, english: other, foreign }];
  });
  const kept = usable(heldOut);
  if (kept.length > 0) return { from: 'held out', pairs: spread(kept) };
  const bitext = (plan.bitext.get(language) ?? []).map((pair) => ({ id: null, ...pair }));
  return { from: 'bitext', pairs: spread(usable(bitext)) };
}

function spread<Item>(items: readonly Item[]): readonly Item[] {
  const count = Math.min(MOST_PAIRS, items.length);
  return Array.from({ length: count }, (_, k) => items[Math.floor((k * items.length) / count)]!);
}
