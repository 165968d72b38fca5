import type { TieGroup, WeightedGroups } from './tieGroups';

// Expectations over all orders of equal scores; a ranking without ties is the case of groups of one, where each is
// trec_eval's value. `groups` weigh 1 per relevant document, except in `expectedDcg`. NaN where nothing is relevant.

/**
 * Average precision at `cutoff`. A place of a group of n documents, r of them relevant, holds a relevant one with
 * probability r / n, and each place before it in the group then does with (r - 1) / (n - 1).
 *
 * @see McSherry & Najork 2008, section 2.5; trec_eval 10.0, `map`, `map_cut`
 */
export function expectedAp({ groups, total }: WeightedGroups, cutoff: number): number {
  let sum = 0;
  let before = 0;
  for (const { above, size, weight } of groups) {
    const others = size > 1 ? (weight - 1) / (size - 1) : 0;
    const places = Math.min(size, cutoff - above);
    for (let i = 0; i < places; i++)
      sum += ((weight / size) * (before + 1 + i * others)) / (above + i + 1);
    before += weight;
  }
  return sum / total;
}

/** How many relevant documents stand among the first `cutoff`; P, R and Rprec divide it. */
export function expectedHits({ groups }: WeightedGroups, cutoff: number): number {
  let hits = 0;
  for (const { above, size, weight } of groups)
    hits += (weight * Math.max(0, Math.min(size, cutoff - above))) / size;
  return hits;
}

/** `sum of gain / log2(rank + 1)` over the first `cutoff` places; `groups` weigh the gain. */
export function expectedDcg({ groups }: WeightedGroups, cutoff: number): number {
  let sum = 0;
  for (const { above, size, weight } of groups) {
    const places = Math.min(size, cutoff - above);
    for (let i = 0; i < places; i++) sum += weight / size / Math.log2(above + i + 2);
  }
  return sum;
}

/** `1 / rank` of the first relevant document; 0 beyond `cutoff`. */
export function expectedReciprocalRank(judged: WeightedGroups, cutoff: number): number {
  return overFirst(judged, cutoff, (rank) => 1 / rank);
}

/** Probability that a relevant document is among the first `cutoff`. */
export function expectedSuccess(judged: WeightedGroups, cutoff: number): number {
  return overFirst(judged, cutoff, () => 1);
}

/** Mean of `value` over where the first relevant document may stand: only the first group decides. */
function overFirst(
  { groups, total }: WeightedGroups,
  cutoff: number,
  value: (rank: number) => number,
): number {
  if (total === 0) return Number.NaN;
  const { above, size, weight }: TieGroup = groups[0] ?? { above: 0, size: 0, weight: 0 };
  let sum = 0;
  let none = 1; // probability that no place so far holds a relevant one
  const places = Math.min(size - weight + 1, cutoff - above);
  for (let i = 0; i < places && weight > 0; i++) {
    const left = size - i;
    sum += ((none * weight) / left) * value(above + i + 1);
    none *= (left - weight) / left;
  }
  return sum;
}
