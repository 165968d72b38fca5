/**
 * Holm's step-down adjustment: `max over p_j <= p_i of min(1, (m - rank_j + 1) p_j)`. Controls the chance of any false
 * claim in the family, whatever the dependence; for claims.
 *
 * @param ps raw p values in [0, 1]; null or NaN = not tested, which leaves the family (m counts the others).
 * @returns adjusted values in the same places, null where not tested; equal p give equal values.
 * @throws RangeError if a p is outside [0, 1].
 * @see Holm 1979, A simple sequentially rejective multiple test procedure
 */
export function adjustHolm(ps: readonly (number | null)[]): (number | null)[] {
  const order = testedByP('adjustHolm', ps);
  const adjusted: (number | null)[] = ps.map(() => null);
  let reached = 0;
  order.forEach((i, rank) => {
    reached = Math.max(reached, Math.min(1, (order.length - rank) * ps[i]!));
    adjusted[i] = reached;
  });
  return adjusted;
}

/**
 * Benjamini and Hochberg's step-up adjustment: `min over p_j >= p_i of min(1, m p_j / rank_j)`. Controls the share of
 * false claims among all, for independent or positively dependent tests; for exploration.
 *
 * @param ps as `adjustHolm`.
 * @throws RangeError if a p is outside [0, 1].
 * @see Benjamini & Hochberg 1995, Controlling the false discovery rate
 */
export function adjustBenjaminiHochberg(ps: readonly (number | null)[]): (number | null)[] {
  const order = testedByP('adjustBenjaminiHochberg', ps);
  const adjusted: (number | null)[] = ps.map(() => null);
  let reached = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const i = order[rank - 1]!;
    reached = Math.min(reached, (order.length / rank) * ps[i]!);
    adjusted[i] = reached;
  }
  return adjusted;
}

/** Places of the tested p values, smallest first. */
function testedByP(caller: string, ps: readonly (number | null)[]): number[] {
  const tested = [...ps.keys()].filter((i) => ps[i] !== null && !Number.isNaN(ps[i]));
  for (const i of tested)
    if (!(ps[i]! >= 0 && ps[i]! <= 1))
      throw new RangeError(`${caller}: p values must be in [0, 1], got ${ps[i]} at ${i}`);
  return tested.sort((i, j) => ps[i]! - ps[j]!);
}
