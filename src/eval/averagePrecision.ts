import { meanDefined } from '../lib';
import { parseMeasure } from './measures/parseMeasure';

// Binary measures of full rankings under their plain names; the formulas stand in measures/formulas.ts.

/**
 * Average precision, `sum_k k / rank_k / |relevant|` with the ranks ascending, in (0, 1].
 *
 * @param ranks 1-based places of ALL relevant documents, in any order; Infinity where one is not retrieved.
 * @returns NaN when there are none: leave such a query out, do not count it as 0.
 * @throws RangeError unless the ranks are distinct integers of at least 1.
 * @see trec_eval 10.0, `map`
 */
export function averagePrecision(ranks: ArrayLike<number>): number {
  return AP.evaluate(binary(ranks));
}

/**
 * `1 / rank` of the first relevant document; NaN when there is none.
 *
 * @throws RangeError as `averagePrecision`.
 */
export function reciprocalRank(ranks: ArrayLike<number>): number {
  return RR.evaluate(binary(ranks));
}

/**
 * 1 if a relevant document is among the first `k`, else 0; NaN when there is none.
 *
 * @throws RangeError as `averagePrecision`, or if `k` is not an integer of at least 1.
 */
export function successAt(ranks: ArrayLike<number>, k: number): number {
  if (!(Number.isSafeInteger(k) && k >= 1))
    throw new RangeError(`successAt: k must be an integer of at least 1, got ${k}`);
  return parseMeasure(`Success@${k}`).evaluate(binary(ranks));
}

/**
 * Share of relevant documents among the first R, R = number of relevant documents; NaN when R = 0.
 *
 * @throws RangeError as `averagePrecision`.
 * @see trec_eval 10.0, `Rprec`
 */
export function rPrecision(ranks: ArrayLike<number>): number {
  return RPREC.evaluate(binary(ranks));
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

const AP = parseMeasure('AP');
const RR = parseMeasure('RR');
const RPREC = parseMeasure('Rprec');

function binary(ranks: ArrayLike<number>) {
  return { ranks, grades: new Uint8Array(ranks.length).fill(1) };
}
