import { slotsOfSpans, type TextSpan, type Utterance, unlocatedSlots } from '../data';
import type { TokenPair } from './alignPairs';

/** An English utterance and its translation. */
export interface UtterancePair {
  readonly english: Utterance;
  readonly foreign: Utterance;
}

/** Slots of the rows and of the columns. */
export type SlotNames = readonly [readonly (string | null)[], readonly (string | null)[]];

/** The characters of each token of a text, special ones left out. */
export type SpansOf = (text: string) => readonly (TextSpan | undefined)[];

/**
 * Slots of the tokens and of the words on both sides. A name that has no place on one side counts on neither.
 *
 * @param spansOf of the tokeniser that made the tokens.
 * @returns `byWord` is the number of sides whose tokens have the slots of their words, since their characters are not
 *   known.
 */
export function slotsOfPair(
  { english, foreign }: UtterancePair,
  tokens: TokenPair,
  spansOf: SpansOf,
) {
  const lost = [...unlocatedSlots(english), ...unlocatedSlots(foreign)];
  const side = ({ text, slots }: Utterance, words: ArrayLike<number>) => {
    const known = slots.filter(({ name }) => !lost.includes(name));
    const spans = wordSpans(text);
    const found = spansOf(text);
    const own =
      found.length === words.length && !found.includes(undefined)
        ? (found as readonly TextSpan[])
        : undefined;
    const ofToken = own ?? Array.from(words, (word) => spans[word] ?? { start: 0, end: 0 });
    return {
      tokens: slotsOfSpans(ofToken, known),
      words: slotsOfSpans(spans, known),
      byWord: !own,
    };
  };
  const source = side(english, tokens.sourceWords);
  const target = side(foreign, tokens.targetWords);
  return {
    tokens: [source.tokens, target.tokens] as SlotNames,
    words: [source.words, target.words] as SlotNames,
    byWord: Number(source.byWord) + Number(target.byWord),
  };
}

/** Words as `splitWords` has them. */
function wordSpans(text: string): TextSpan[] {
  return [...text.matchAll(/[^ ]+/g)].map(({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
  }));
}
