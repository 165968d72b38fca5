import { averageRanks } from './averageRanks';

/**
 * Spearman's rank correlation, Pearson's r of the average ranks, in [-1, 1].
 *
 * @returns null for fewer than two values, or when one side is constant: then there is no order to compare.
 * @throws RangeError if the lengths differ or a value is NaN or infinite.
 * @see Spearman 1904; average ranks for ties as in Kendall 1948, Rank Correlation Methods, chapter 3
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  if (a.length !== b.length)
    throw new RangeError(`spearman: both sides must be equally long, got ${a.length}, ${b.length}`);
  return correlateRanks(standardRanks(a), standardRanks(b));
}

/** How alike the rankings are that parallel queries give; plain JSON. */
export interface RankCorrelation {
  /** Mean over the pairs of languages and the queries; null without any. */
  readonly value: number | null;
  /** `[languages, languages]`, mean over the queries; null where no query gave one. 1 on the diagonal is not counted. */
  readonly pairs: readonly (readonly (number | null)[])[];
  readonly queries: number;
  /** Pairs of rankings without a correlation (a constant ranking, or none in the language), left out. */
  readonly skipped: number;
}

/**
 * Mean rank correlation (MRC): Spearman between the rankings of one pool that the parallel queries of two languages
 * give, averaged over pairs of languages and queries. It needs no judgements; 1 = the language of the query does not
 * matter.
 *
 * @param queries one a query: `[languages, documents]`, the scores (or ranks, but not both mixed) of the same pool by
 *   language; null = no query in the language. A generator keeps only one query in memory.
 * @throws RangeError if pools or languages differ in number within or between queries, or as `spearman`.
 * @see Yang, Jiang & Baldwin 2024, Language Bias in Multilingual Information Retrieval (MRL; arXiv 2509.06195)
 */
export function meanRankCorrelation(
  queries: Iterable<readonly (ArrayLike<number> | null)[]>,
): RankCorrelation {
  let sums: number[][] = [];
  let counts: number[][] = [];
  let seen = 0;
  let skipped = 0;
  for (const rows of queries) {
    if (seen++ === 0) [sums, counts] = [zeros(rows.length), zeros(rows.length)];
    assertRows(rows, sums.length, seen - 1);
    const ranks = rows.map((row) => row && standardRanks(row));
    for (let i = 0; i < ranks.length; i++)
      for (let j = 0; j < i; j++) {
        const r = ranks[i] && ranks[j] ? correlateRanks(ranks[i]!, ranks[j]!) : null;
        if (r === null) skipped++;
        else {
          sums[i]![j]! += r;
          counts[i]![j]!++;
        }
      }
  }
  const mean = (i: number, j: number) => (counts[i]![j] ? sums[i]![j]! / counts[i]![j]! : null);
  const total = counts.flat().reduce((a, b) => a + b, 0);
  return {
    value: total ? sums.flat().reduce((a, b) => a + b, 0) / total : null,
    pairs: sums.map((row, i) =>
      row.map((_, j) => (i === j ? 1 : mean(Math.max(i, j), Math.min(i, j)))),
    ),
    queries: seen,
    skipped,
  };
}

/** Average ranks less their mean, over their length; null when all are equal or there is but one. */
function standardRanks(values: ArrayLike<number>): Float64Array | null {
  const ranks = averageRanks(values);
  if (ranks.every((rank) => rank === ranks[0])) return null;
  const centre = (ranks.length + 1) / 2;
  const length = Math.sqrt(ranks.reduce((sum, rank) => sum + (rank - centre) ** 2, 0));
  return ranks.map((rank) => (rank - centre) / length);
}

function correlateRanks(a: Float64Array | null, b: Float64Array | null): number | null {
  if (!a || !b) return null;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return Math.min(1, Math.max(-1, sum));
}

function assertRows(
  rows: readonly (ArrayLike<number> | null)[],
  languages: number,
  query: number,
): void {
  if (rows.length !== languages)
    throw new RangeError(
      `meanRankCorrelation: query ${query} has ${rows.length} languages, the first had ${languages}`,
    );
  const lengths = [...new Set(rows.filter((row) => row !== null).map(({ length }) => length))];
  if (lengths.length > 1)
    throw new RangeError(
      `meanRankCorrelation: query ${query} ranks pools of ${lengths.join(' and ')} documents`,
    );
}

function zeros(size: number): number[][] {
  return Array.from({ length: size }, () => Array<number>(size).fill(0));
}
