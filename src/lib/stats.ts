/** Closed interval [lo, hi]. */
export type Interval = readonly [lo: number, hi: number];

/** Arithmetic mean of `values`; NaN for none. NaN and infinity propagate. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Mean of the values that are not NaN, with their count; `{ mean: NaN, count: 0 }` when there are none. */
export function meanDefined(values: ArrayLike<number>): { mean: number; count: number } {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++)
    if (!Number.isNaN(values[i]!)) {
      sum += values[i]!;
      count++;
    }
  return { mean: sum / count, count };
}

/** Sample standard deviation, `sqrt(sum (x - mean)^2 / (n - 1))`, two-pass; NaN for fewer than two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Quantile by linear interpolation at position `p (n - 1)` (R type 7, NumPy's default).
 *
 * @param sorted ascending, at least one value, no NaN.
 * @throws RangeError if `sorted` is empty or `p` is outside [0, 1].
 * @see Hyndman & Fan 1996, Sample quantiles in statistical packages
 */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0)
    throw new RangeError('quantileSorted: needs at least one value, got none');
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantileSorted: p must be in [0, 1], got ${p}`);
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return lower === upper ? lower : lower + (position - below) * (upper - lower);
}

/**
 * Central interval that holds `level` of the draws: the `(1 -+ level) / 2` quantiles. NaN draws are left out.
 *
 * @returns null when every draw is NaN.
 * @throws RangeError if `level` is not in (0, 1).
 */
export function percentileInterval(draws: Float64Array, level = 0.95): Interval | null {
  if (!(level > 0 && level < 1))
    throw new RangeError(`percentileInterval: level must be in (0, 1), got ${level}`);
  const sorted = draws.filter((draw) => !Number.isNaN(draw)).sort();
  if (sorted.length === 0) return null;
  const tail = (1 - level) / 2;
  return [quantileSorted(sorted, tail), quantileSorted(sorted, 1 - tail)];
}
