import { assertMatrix, type PlanMatrix } from './matrix';

/** A plan between words. */
export interface WordPlan {
  /** [sourceCount, targetCount]: mass moved from word to word. */
  readonly plan: Float64Array;
  readonly sourceCount: number;
  readonly targetCount: number;
  /** Tokens without a word, in order. */
  readonly droppedSource: readonly number[];
  readonly droppedTarget: readonly number[];
  /** Mass of the entries in their rows and columns; what the word plan lacks. */
  readonly droppedMass: number;
}

/**
 * Pools a plan between subwords to one between words by summing mass. Sums, unlike means or maxima,
 * conserve the marginals: a word's row sum is the sum of its tokens' row sums, less what they move to tokens
 * without a word. Those (negative index, such as special tokens) are dropped and reported.
 *
 * @param plan [n, m].
 * @param sourceWords [n], word of each source token from 0, or negative for none; any order.
 * @param targetWords [m], likewise.
 * @param counts words of each side; default the highest index + 1. Words without tokens have no mass.
 * @throws ShapeError if `plan` is not n * m long.
 * @throws RangeError if an index list is not as long as its side, or holds what is no word of it.
 */
export function toWords(
  plan: PlanMatrix,
  n: number,
  m: number,
  sourceWords: ArrayLike<number>,
  targetWords: ArrayLike<number>,
  counts: { readonly source?: number; readonly target?: number } = {},
): WordPlan {
  assertMatrix('toWords', plan, n, m);
  const sourceCount = checkWords('sourceWords', sourceWords, n, counts.source);
  const targetCount = checkWords('targetWords', targetWords, m, counts.target);
  const pooled = new Float64Array(sourceCount * targetCount);
  let droppedMass = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      const [source, target, mass] = [sourceWords[i]!, targetWords[j]!, plan[i * m + j]!];
      if (source < 0 || target < 0) droppedMass += mass;
      else pooled[source * targetCount + target]! += mass;
    }
  return {
    plan: pooled,
    sourceCount,
    targetCount,
    droppedSource: withoutWord(sourceWords),
    droppedTarget: withoutWord(targetWords),
    droppedMass,
  };
}

/** The number of words. */
function checkWords(
  name: string,
  words: ArrayLike<number>,
  tokens: number,
  count = Infinity,
): number {
  if (words.length !== tokens)
    throw new RangeError(`toWords: ${name} has ${words.length} entries, wanted ${tokens}`);
  let most = -1;
  for (let token = 0; token < tokens; token++) {
    const word = words[token]!;
    if (!Number.isInteger(word) || word >= count)
      throw new RangeError(
        `toWords: ${name}[${token}] is ${word}, wanted a whole number below ${count}`,
      );
    most = Math.max(most, word);
  }
  return count === Infinity ? most + 1 : count;
}

function withoutWord(words: ArrayLike<number>): number[] {
  return Array.from(words).flatMap((word, token) => (word < 0 ? [token] : []));
}
