import { ShapeError } from '../../gpu';
import { assertMatrix, type PlanMatrix, sums } from './matrix';

/** What part of the weights a plan leaves where it is: the null alignment of partial and unbalanced transport. */
export interface NullShare {
  /** [n], of each row's weight, in [0, 1]. */
  readonly rows: Float64Array;
  /** [m], of each column's weight. */
  readonly columns: Float64Array;
  /** Of all row weights and of all column weights. */
  readonly source: number;
  readonly target: number;
}

/**
 * The share of each token's weight that is not transported, `max(0, 1 - row sum / weight)`: 0 under balanced
 * marginals, near 1 for a token that has no counterpart under partial or unbalanced ones (null alignment,
 * Arase et al. 2023). Unbalanced plans may move more than a weight; that counts as 0. A token of weight 0 has
 * nothing to leave: 0.
 *
 * @param plan [n, m].
 * @param a [n], row weights, not negative; default 1/n each.
 * @param b [m], column weights; default 1/m each.
 * @throws ShapeError if a length does not fit.
 */
export function nullShare(
  plan: PlanMatrix,
  n: number,
  m: number,
  a: ArrayLike<number> = new Float64Array(n).fill(1 / n),
  b: ArrayLike<number> = new Float64Array(m).fill(1 / m),
): NullShare {
  assertMatrix('nullShare', plan, n, m);
  if (a.length !== n) throw new ShapeError('nullShare a', [a.length], [n]);
  if (b.length !== m) throw new ShapeError('nullShare b', [b.length], [m]);
  const moved = sums(plan, n, m);
  const [rows, columns] = [leftShares(moved.rows, a), leftShares(moved.columns, b)];
  return { rows, columns, source: weighted(rows, a), target: weighted(columns, b) };
}

function leftShares(moved: Float64Array, weights: ArrayLike<number>): Float64Array {
  return moved.map((mass, token) =>
    weights[token]! > 0 ? Math.min(1, Math.max(0, 1 - mass / weights[token]!)) : 0,
  );
}

function weighted(shares: Float64Array, weights: ArrayLike<number>): number {
  let [left, total] = [0, 0];
  shares.forEach((share, token) => {
    left += share * weights[token]!;
    total += weights[token]!;
  });
  return total > 0 ? left / total : 0;
}

/**
 * Entropy in nats of where each row's mass goes, `-sum_j p log p` with p the row divided by its sum: 0 for a
 * single target, log m for all alike, 0 for a row without mass.
 *
 * @param plan [n, m], no entry negative.
 * @param options `normalised` divides by log m, so that values lie in [0, 1]; 0 where m is 1.
 * @returns [n].
 * @throws ShapeError if `plan` is not n * m long.
 */
export function rowEntropy(
  plan: PlanMatrix,
  n: number,
  m: number,
  { normalised = false }: { readonly normalised?: boolean } = {},
): Float64Array {
  assertMatrix('rowEntropy', plan, n, m);
  const { rows } = sums(plan, n, m);
  return rows.map((mass, i) => {
    let entropy = 0;
    for (const value of plan.subarray(i * m, (i + 1) * m))
      if (value > 0) entropy -= (value / mass) * Math.log(value / mass);
    const most = Math.log(m);
    if (!normalised) return entropy;
    return most > 0 ? Math.min(1, entropy / most) : 0;
  });
}
