import { meanDefined } from '../lib';

/**
 * Average precision, `sum_k k / rank_k / |relevant|` with the ranks ascending, in (0, 1].
 *
 * @param ranks 1-based places of ALL relevant documents in the full ranking, in any order.
 * @returns NaN when there are none: leave such a query out, do not count it as 0.
 * @throws RangeError unless the ranks are distinct integers of at least 1.
 * @see trec_eval 10.0, `map`
 */
export function averagePrecision(ranks: ArrayLike<number>): number {
  const sorted = sortRanks('averagePrecision', ranks);
  let sum = 0;
  for (let k = 0; k < sorted.length; k++) sum += (k + 1) / sorted[k]!;
  return sum / sorted.length;
}

/**
 * `1 / rank` of the first relevant document; NaN when there is none.
 *
 * @throws RangeError as `averagePrecision`.
 */
export function reciprocalRank(ranks: ArrayLike<number>): number {
  return 1 / (sortRanks('reciprocalRank', ranks)[0] ?? Number.NaN);
}

/**
 * 1 if a relevant document is among the first `k`, else 0; NaN when there is none.
 *
 * @throws RangeError as `averagePrecision`, or if `k` is not an integer of at least 1.
 */
export function successAt(ranks: ArrayLike<number>, k: number): number {
  if (!(Number.isInteger(k) && k >= 1))
    throw new RangeError(`successAt: k must be an integer of at least 1, got ${k}`);
  const first = sortRanks('successAt', ranks)[0];
  return first === undefined ? Number.NaN : Number(first <= k);
}

/**
 * Share of relevant documents among the first R, R = number of relevant documents; NaN when R = 0.
 *
 * @throws RangeError as `averagePrecision`.
 * @see trec_eval 10.0, `Rprec`
 */
export function rPrecision(ranks: ArrayLike<number>): number {
  const sorted = sortRanks('rPrecision', ranks);
  return sorted.filter((rank) => rank <= sorted.length).length / sorted.length;
}

/** MAP and the number of queries behind it. */
export interface MeanAveragePrecision {
  /** Mean over the queries that are not skipped; NaN when all are. */
  readonly map: number;
  readonly queries: number;
}

/** Mean of the average precisions of one language; NaN marks a skipped query and is left out. */
export function meanAveragePrecision(perQuery: ArrayLike<number>): MeanAveragePrecision {
  const { mean, count } = meanDefined(perQuery);
  return { map: mean, queries: count };
}

function sortRanks(caller: string, ranks: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(ranks).sort();
  sorted.forEach((rank, k) => {
    if (!(Number.isInteger(rank) && rank >= 1))
      throw new RangeError(`${caller}: ranks must be integers of at least 1, got ${rank}`);
    if (rank === sorted[k - 1]) throw new RangeError(`${caller}: rank ${rank} occurs twice`);
  });
  return sorted;
}
