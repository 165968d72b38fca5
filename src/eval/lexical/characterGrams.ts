import { foldWord, splitRuns } from '../../lib';
import { type Bm25Options, type LexicalRanker, openBm25 } from './bm25';

export interface GramOptions {
  /** Shortest and longest gram, in Unicode code points. Defaults 3 and 5. */
  readonly shortest?: number;
  readonly longest?: number;
  /** Lets grams run over the space between words. Default false. */
  readonly acrossWords?: boolean;
}

/**
 * Gives the character n-grams of a text, shortest first at each place, with repeats. Words are those of `splitRuns`,
 * folded (no dictionary cuts Thai); each is set between spaces, so that beginnings and ends of words are terms of their
 * own, and stands for itself where it is shorter than a gram. Names and numbers that two languages share, and parts of
 * cognates, are found without any translation.
 *
 * @throws RangeError unless 1 <= shortest <= longest, both integers.
 * @see McNamee & Mayfield 2004, Character N-Gram Tokenization for European Language Text Retrieval (theirs run over
 *   words, as `acrossWords` does)
 */
export function characterGrams(
  text: string,
  { shortest = 3, longest = 5, acrossWords = false }: GramOptions = {},
): string[] {
  if (!(Number.isInteger(shortest) && Number.isInteger(longest)))
    throw new RangeError(`characterGrams: lengths must be integers, got ${shortest}, ${longest}`);
  if (!(shortest >= 1 && shortest <= longest))
    throw new RangeError(
      `characterGrams: shortest must be in [1, longest = ${longest}], got ${shortest}`,
    );
  const words = splitRuns(text).map(foldWord);
  const pieces = acrossWords && words.length > 0 ? [words.join(' ')] : words;
  const grams: string[] = [];
  for (const piece of pieces) {
    const characters = [' ', ...piece, ' '];
    if (characters.length < shortest) grams.push(` ${piece} `);
    for (let start = 0; start + shortest <= characters.length; start++) {
      let gram = '';
      const end = Math.min(characters.length, start + longest);
      for (let at = start; at < end; at++) {
        gram += characters[at]!;
        if (at - start + 1 >= shortest) grams.push(gram);
      }
    }
  }
  return grams;
}

/**
 * BM25 over character n-grams in place of words.
 *
 * @throws RangeError as `openBm25` and `characterGrams`.
 */
export function openCharacterBm25(
  documents: readonly string[],
  { k1, b, ...grams }: Omit<Bm25Options, 'tokenise'> & GramOptions = {},
): LexicalRanker {
  const tokenise = (text: string) => characterGrams(text, grams);
  tokenise(''); // refuses bad lengths also where there is no document
  return openBm25(documents, { k1, b, tokenise });
}
