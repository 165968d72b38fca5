import { studentQuantile, studentTwoSided } from '../special/distributions';

/** Result of a paired t test. */
export interface PairedT {
  readonly t: number;
  /** Units - 1. */
  readonly df: number;
  /** Two-sided, in [0, 1]; 0 only below about 1e-308. */
  readonly p: number;
}

/**
 * Standard error of the mean of `values`, `sqrt(G / (G - 1) sum_g (sum_{i in g} (d_i - mean))^2) / n` over G units.
 * When every value is its own unit this is `sd / sqrt(n)`; otherwise values of one unit may depend on each other.
 *
 * @param unitOf `[values]`, the unit of each, 0 .. units - 1.
 * @returns NaN for fewer than two units.
 * @see Liang & Zeger 1986, Longitudinal data analysis using generalized linear models (with the G / (G - 1) of
 *   Cameron & Miller 2015, A practitioner's guide to cluster-robust inference)
 */
export function standardError(values: Float64Array, unitOf: Uint32Array, units: number): number {
  if (units < 2) return Number.NaN;
  const centre = values.reduce((a, b) => a + b, 0) / values.length;
  const residuals = new Float64Array(units);
  for (let i = 0; i < values.length; i++) residuals[unitOf[i]!]! += values[i]! - centre;
  const squares = residuals.reduce((total, residual) => total + residual * residual, 0);
  return Math.sqrt((units / (units - 1)) * squares) / values.length;
}

/** Student's paired test that the mean difference is 0, `t = mean / error`. @throws RangeError as `studentTwoSided`. */
export function pairedTTest(mean: number, error: number, df: number): PairedT {
  const t = mean / error;
  return { t, df, p: studentTwoSided(t, df) };
}

/**
 * The smallest true mean difference that a two-sided paired t test at `alpha` finds with probability `power`:
 * `(t_{1 - alpha / 2} + t_power) error`, both quantiles of Student's t with `df` degrees of freedom.
 *
 * @param error standard error of the mean difference, `sd / sqrt(n)` without clusters.
 * @throws RangeError if alpha or power is not in (0, 1).
 * @see Bloom 1995, Minimum detectable effects
 */
export function minimumDetectable(error: number, df: number, alpha: number, power: number): number {
  return (studentQuantile(1 - alpha / 2, df) + studentQuantile(power, df)) * error;
}
