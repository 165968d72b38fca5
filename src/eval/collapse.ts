/** Signs of collapse of one set of student vectors. */
export interface CollapseEvidence {
  /** From `meanPairwiseCosine`. */
  readonly meanCosine: number;
  /** From `columnMassEntropy`. */
  readonly columnEntropy: number;
}

/** Whether a student has collapsed, and why, in sentences fit to be shown. */
export interface CollapseAlarm {
  readonly raised: boolean;
  readonly reasons: readonly string[];
}

/** Policy, not physics: above this mean cosine a ranking has next to nothing left to tell vectors apart by. */
export const MAX_MEAN_COSINE = 0.98;
/** Policy: the spread `1 - meanCosine` may not fall below this share of what it was before training. */
export const MIN_SPREAD_KEPT = 0.5;
/** Policy: how far the normalised column-mass entropy (0 .. 1) may fall. */
export const MAX_ENTROPY_DROP = 0.1;

/**
 * Mean cosine over all pairs of distinct vectors, `(|sum u|^2 - n) / (n (n - 1))`, in O(n d).
 *
 * @param vectors `[n, d]` row-major, unit length.
 * @returns in [-1 / (n - 1), 1]; 1 when all are identical; NaN for n < 2.
 * @throws RangeError if the length is no multiple of `d`, or a vector is not of unit length within 1e-2 (so for NaN).
 */
export function meanPairwiseCosine(vectors: Float32Array, d: number): number {
  const n = vectors.length / d;
  if (!(Number.isInteger(d) && d > 0 && Number.isInteger(n)))
    throw new RangeError(`meanPairwiseCosine: ${vectors.length} values are no rows of ${d}`);
  const sum = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let k = 0; k < d; k++) {
      const x = vectors[i * d + k]!;
      sum[k]! += x;
      square += x * x;
    }
    if (!(Math.abs(Math.sqrt(square) - 1) <= 1e-2))
      throw new RangeError(
        `meanPairwiseCosine: vector ${i} has length ${Math.sqrt(square)}, not 1`,
      );
  }
  if (n < 2) return Number.NaN;
  return (sum.reduce((total, x) => total + x * x, 0) - n) / (n * (n - 1));
}

/**
 * Entropy of where the one-sided argmax plan puts its mass, `-sum_j p_j log p_j / log m` with `p = hits / sum hits`.
 * 1: every document token is chosen equally often; 0: all query tokens choose one hub. For m = 1 it is 1.
 * With fewer hits than tokens it cannot reach 1, so compare only counts of the same queries and documents.
 *
 * @param hits `[m]`, how many query tokens have document token j as their best match.
 * @throws RangeError if there is no hit, or a count is negative or not finite.
 */
export function columnMassEntropy(hits: ArrayLike<number>): number {
  let total = 0;
  for (let j = 0; j < hits.length; j++) {
    if (!(hits[j]! >= 0 && hits[j]! < Number.POSITIVE_INFINITY))
      throw new RangeError(`columnMassEntropy: hits must be finite and >= 0, got ${hits[j]}`);
    total += hits[j]!;
  }
  if (total === 0) throw new RangeError('columnMassEntropy: needs at least one hit, got none');
  if (hits.length === 1) return 1;
  let entropy = 0;
  for (let j = 0; j < hits.length; j++)
    if (hits[j]! > 0) entropy -= (hits[j]! / total) * Math.log(hits[j]! / total);
  return entropy / Math.log(hits.length);
}

/**
 * Compares a student after training with the same student before it. The alarm is raised when the mean cosine exceeds
 * `MAX_MEAN_COSINE`, the spread falls below `MIN_SPREAD_KEPT` of its start, the entropy drops by more than
 * `MAX_ENTROPY_DROP`, or the figures after training are not finite. A start that is not finite is not compared with.
 * Evidence of harm to the geometry only: judge success by held-out MAP.
 */
export function collapseAlarm(before: CollapseEvidence, after: CollapseEvidence): CollapseAlarm {
  const reasons: string[] = [];
  const show = (x: number) => x.toFixed(3);
  if (!Number.isFinite(after.meanCosine) || !Number.isFinite(after.columnEntropy))
    reasons.push(
      `the figures after training are not finite (cosine ${after.meanCosine}, entropy ${after.columnEntropy})`,
    );
  if (after.meanCosine > MAX_MEAN_COSINE)
    reasons.push(`mean pairwise cosine ${show(after.meanCosine)} exceeds ${MAX_MEAN_COSINE}`);
  if (1 - after.meanCosine < MIN_SPREAD_KEPT * (1 - before.meanCosine))
    reasons.push(
      `spread (1 − mean cosine) fell from ${show(1 - before.meanCosine)} to ${show(1 - after.meanCosine)}, ` +
        `below ${MIN_SPREAD_KEPT} of its start`,
    );
  if (before.columnEntropy - after.columnEntropy > MAX_ENTROPY_DROP)
    reasons.push(
      `column-mass entropy fell from ${show(before.columnEntropy)} to ${show(after.columnEntropy)}, ` +
        `by more than ${MAX_ENTROPY_DROP}`,
    );
  return { raised: reasons.length > 0, reasons };
}
