import { itermax } from './itermax';
import { linkWords, mutualArgmax, thresholdLinks } from './links';
import { type Link, type PlanMatrix, sums } from './matrix';
import type { PharaohLink } from './pharaoh';
import { toWords } from './toWords';

/** How a matrix becomes links. */
export interface LinkOptions {
  readonly rule: 'mutual' | 'itermax' | 'threshold';
  /** For `threshold`, in [0, 1). */
  readonly tau?: number;
  /**
   * `any`: rule between tokens, then a word link wherever any of their tokens are linked (SimAlign). `mass`: mass
   * summed to words, then the rule between words; for plans only. `none`: links between tokens.
   */
  readonly pool: 'any' | 'mass' | 'none';
  /** Default without. */
  readonly scores?: 'plan' | 'similarity';
}

/** One pair's matrix and where its tokens belong. */
export interface PairMatrix {
  /** [n, m], a plan or a similarity. */
  readonly matrix: PlanMatrix;
  readonly n: number;
  readonly m: number;
  /** [n] and [m], word of each token, negative for none. */
  readonly sourceWords: ArrayLike<number>;
  readonly targetWords: ArrayLike<number>;
}

/**
 * Links of one pair, by rule and pooling, each with its score where wanted. All scores lie in [0, 1]:
 *
 * - `plan`: `min(P(j | i), P(i | j))`, the mass of the link as a share of the larger of its row's and column's
 *   mass; between words, of the words' summed mass.
 * - `similarity`: the entry itself; between words, the largest of their tokens.
 *
 * @throws what `mutualArgmax`, `itermax`, `thresholdLinks`, `linkWords` and `toWords` throw.
 */
export function linkPair(pair: PairMatrix, options: LinkOptions): PharaohLink[] {
  const { matrix, n, m, sourceWords, targetWords } = pair;
  const { pool, scores } = options;
  if (pool === 'none') return scored(apply(matrix, n, m, options), matrix, n, m, scores);
  const words = pool === 'mass' || scores === 'plan' ? pooled(pair) : undefined;
  const links =
    pool === 'mass'
      ? apply(words!.plan, words!.sourceCount, words!.targetCount, options)
      : linkWords(apply(matrix, n, m, options), sourceWords, targetWords);
  if (scores === 'similarity')
    return links.map((link) => ({ ...link, score: strongest(pair, link) }));
  return words ? scored(links, words.plan, words.sourceCount, words.targetCount, scores) : links;
}

function apply(matrix: PlanMatrix, n: number, m: number, { rule, tau = 0 }: LinkOptions): Link[] {
  if (rule === 'threshold') return thresholdLinks(matrix, n, m, tau);
  return rule === 'itermax' ? itermax(matrix, n, m) : mutualArgmax(matrix, n, m);
}

function pooled({ matrix, n, m, sourceWords, targetWords }: PairMatrix) {
  return toWords(matrix, n, m, sourceWords, targetWords);
}

function scored(
  links: readonly Link[],
  matrix: PlanMatrix,
  n: number,
  m: number,
  scores: LinkOptions['scores'],
): PharaohLink[] {
  if (!scores) return [...links];
  if (scores === 'similarity')
    return links.map(({ i, j }) => ({ i, j, score: matrix[i * m + j]! }));
  const { rows, columns } = sums(matrix, n, m);
  return links.map(({ i, j }) => {
    const most = Math.max(rows[i]!, columns[j]!);
    return { i, j, score: most > 0 ? matrix[i * m + j]! / most : 0 };
  });
}

/** The largest entry between the tokens of two words. */
function strongest({ matrix, n, m, sourceWords, targetWords }: PairMatrix, { i, j }: Link): number {
  let most = 0;
  for (let row = 0; row < n; row++)
    for (let column = 0; column < m; column++)
      if (sourceWords[row] === i && targetWords[column] === j)
        most = Math.max(most, matrix[row * m + column]!);
  return most;
}
