import type { BitextPair } from '../data';
import { foldWord, splitWords } from '../lib';
import { type Ibm1, type Ibm1Options, NULL_WORD, trainIbm1 } from './ibm1';
import { usualSpellings } from './spellings';

export interface LexiconOptions extends Ibm1Options {
  /** Trains `t(foreign | english)` too and asks both directions. Default false: on MTOP dev it gained nothing. */
  readonly reverse?: boolean;
}

/** One query, word for word. */
export interface WordByWord {
  /** English words between spaces, in the order of the foreign ones; empty only where the query has no word. */
  readonly text: string;
  /** How many words were translated, kept as they are and dropped; their sum is the number of words. */
  readonly translated: number;
  readonly kept: number;
  readonly dropped: number;
}

/** A bilingual word list with probabilities, learnt from translations. */
export interface Lexicon {
  /** `t(english | foreign)`, words folded. */
  readonly forward: Ibm1;
  /** `t(foreign | english)`. */
  readonly backward: Ibm1 | undefined;
  translate(query: string): WordByWord;
}

const NUMBER = /^\p{N}+$/u;

/**
 * Learns a lexicon from pairs by IBM Model 1 and translates queries into English one word after the other.
 *
 * A foreign word f becomes the English e of the largest `t(e | f) t(f | e)` (`reverse`) or `t(e | f)`; among equals the
 * one spelt like f, then the one mentioned first. f is dropped where NULL explains the pair better: e comes from NULL
 * rather than from f, `t(e | NULL) > t(e | f)`, or f from the English NULL, `t(f | NULL) > t(f | e)`; a query of which
 * nothing would be left keeps all its words. Words the pairs do not have, such as names, and all numbers stay as they
 * are. English words come in their usual spelling. There is no reordering, no phrase and no inflection: one word each.
 *
 * Words are those of `splitWords`, compared folded.
 *
 * @throws RangeError as `trainIbm1`.
 */
export function trainLexicon(
  pairs: readonly BitextPair[],
  { reverse = false, ...options }: LexiconOptions = {},
): Lexicon {
  const english = pairs.map((pair) => splitWords(pair.english));
  const spellings = usualSpellings(english);
  const sides = pairs.map((pair, at) => ({
    source: splitWords(pair.foreign).map(foldWord),
    target: english[at]!.map(foldWord),
  }));
  const turned = sides.map(({ source, target }) => ({ source: target, target: source }));
  const forward = trainIbm1(sides, options);
  const backward = reverse ? trainIbm1(turned, options) : undefined;

  // undefined for an unknown word. Queries repeat words, so each is looked for once.
  const choices = new Map<string, Choice | undefined>();
  const choose = (word: string) => {
    if (!choices.has(word)) choices.set(word, chooseEnglish(word, forward, backward));
    return choices.get(word);
  };
  return {
    forward,
    backward,
    translate: (query) => translateWords(splitWords(query), choose, spellings),
  };
}

interface Choice {
  readonly english: string;
  readonly isNull: boolean;
}

function chooseEnglish(word: string, forward: Ibm1, backward?: Ibm1): Choice | undefined {
  const back = (english: string) => backward?.probability(word, english) ?? 1;
  let best: { english: string; forward: number; score: number } | undefined;
  for (const { target, probability } of forward.translations(word) ?? []) {
    const score = probability * back(target);
    if (!best || score > best.score || (score === best.score && target === word))
      best = { english: target, forward: probability, score };
  }
  if (!best) return undefined;
  const isNull =
    forward.probability(best.english, NULL_WORD) > best.forward ||
    (backward?.probability(word, NULL_WORD) ?? 0) > back(best.english);
  return { english: best.english, isNull };
}

function translateWords(
  words: readonly string[],
  choose: (word: string) => Choice | undefined,
  spellings: ReadonlyMap<string, string>,
): WordByWord {
  const found = words.map((spelling) => {
    const word = foldWord(spelling);
    const choice = NUMBER.test(word) ? undefined : choose(word);
    const text = choice ? (spellings.get(choice.english) ?? choice.english) : spelling;
    return { text, known: choice !== undefined, isNull: choice?.isNull ?? false };
  });
  const allNull = found.every((one) => one.isNull);
  const used = found.filter((one) => allNull || !one.isNull);
  const translated = used.filter((one) => one.known).length;
  return {
    text: used.map((one) => one.text).join(' '),
    translated,
    kept: used.length - translated,
    dropped: found.length - used.length,
  };
}
