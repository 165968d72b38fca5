import type { TiedQuery } from './rankTied';
import type { JudgedRanks, Measure, TiedRanks } from './types';

/**
 * How equal scores are ordered. `trec`: larger document id first (`trecTieOrder`); `insertion`: as they were given;
 * `best` and `worst`: relevant documents before or behind the others, higher grades before or behind lower ones, the
 * bounds of every measure; `mean`: expectation over all orders.
 */
export type TieRule = 'trec' | 'insertion' | 'best' | 'worst' | 'mean';

export const TIE_RULES: readonly TieRule[] = ['trec', 'insertion', 'best', 'worst', 'mean'];

/**
 * A measure of one query under a tie rule. `trec` and `insertion` read the order that the query was ranked with:
 * hand `rankTied` the `tieRank` of the rule.
 *
 * @returns NaN where no document is relevant at the measure's level. `mean` is exact for every measure.
 */
export function evaluateTied(
  measure: Measure,
  { ordered, tied }: Pick<TiedQuery, 'ordered' | 'tied'>,
  rule: TieRule,
): number {
  if (rule === 'mean') return measure.expect(tied);
  return measure.evaluate(rule === 'best' || rule === 'worst' ? boundTies(tied, rule) : ordered);
}

/** Ranks with every tie resolved in favour of the relevant documents, or against them. */
export function boundTies(
  { above, equal, grades }: TiedRanks,
  rule: 'best' | 'worst',
): JudgedRanks {
  const ranks = new Float64Array(above.length).fill(Number.POSITIVE_INFINITY);
  // Best grade first within a group; then the best case fills it from its top, the worst from its end.
  const order = Uint32Array.from(ranks, (_, at) => at)
    .filter((at) => above[at] !== Number.POSITIVE_INFINITY)
    .sort((a, b) => above[a]! - above[b]! || grades[b]! - grades[a]!);
  let group = Number.NaN;
  let taken = 0;
  for (const at of order) {
    const start = above[at]!;
    taken = start === group ? taken + 1 : 0;
    group = start;
    ranks[at] = rule === 'best' ? start + 1 + taken : start + equal[at]! - taken;
  }
  return { ranks, grades };
}
