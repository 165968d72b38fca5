import { type Interval, percentileInterval } from '../lib';
import type { BootstrapDraws } from './bootstrap';

/** A number computed from the data and again from every bootstrap replicate. */
export interface Statistic {
  readonly value: number;
  /** `[replicates]`, paired: entry b of all statistics comes from the same resampled ids. */
  readonly draws: Float64Array;
  /** Resampled units behind it, the smallest of its parts. */
  readonly units: number;
}

/** A value with its percentile interval. */
export interface Estimate {
  readonly value: number;
  /** null when too few ids (`MIN_UNITS`) carry it. */
  readonly ci: Interval | null;
}

/** Policy: with fewer resampled ids the percentile interval is far too narrow (for one id it has no width at all). */
export const MIN_UNITS = 10;

/**
 * MAP of one system in one language; null when the system has no queries there.
 *
 * @throws RangeError if `boot` has no such system or language.
 */
export function mapStatistic(
  boot: BootstrapDraws,
  system: string,
  language: string,
): Statistic | null {
  const s = boot.systems.indexOf(system);
  const l = boot.languages.indexOf(language);
  if (s < 0) throw new RangeError(`mapStatistic: no system ${system} among ${boot.systems}`);
  if (l < 0) throw new RangeError(`mapStatistic: no language ${language} among ${boot.languages}`);
  const cell = s * boot.languages.length + l;
  const value = boot.maps[cell]!;
  if (Number.isNaN(value)) return null;
  const draws = boot.draws.subarray(cell * boot.replicates, (cell + 1) * boot.replicates);
  return { value, draws, units: boot.units[l]! };
}

/** Macro mean, `sum_k a_k / K`; null for none or when a part is null. */
export function averageStatistic(parts: readonly (Statistic | null)[]): Statistic | null {
  const known = parts.filter((part) => part !== null);
  if (known.length === 0 || known.length < parts.length) return null;
  return combineStatistics(known, (...values) => values.reduce((a, b) => a + b, 0) / values.length);
}

/** `a - b`, replicate by replicate; null when either is. Exactly 0 throughout when both are equal. */
export function differenceStatistic(a: Statistic | null, b: Statistic | null): Statistic | null {
  return a && b && combineStatistics([a, b], (x, y) => x! - y!);
}

/** `a / b`, replicate by replicate; null when either is. A zero denominator gives NaN or infinity. */
export function quotientStatistic(a: Statistic | null, b: Statistic | null): Statistic | null {
  return a && b && combineStatistics([a, b], (x, y) => x! / y!);
}

/** The value with its percentile interval at `level`; replicates without a value (NaN) are left out. */
export function estimate(statistic: Statistic | null, level: number): Estimate | null {
  if (!statistic) return null;
  const ci = statistic.units < MIN_UNITS ? null : percentileInterval(statistic.draws, level);
  return { value: statistic.value, ci };
}

/** Whether the interval is known and lies wholly on one side of 0. */
export function excludesZero(of: Estimate | null): boolean {
  return !!of?.ci && (of.ci[0] > 0 || of.ci[1] < 0);
}

/** `formula` of the values, and of each replicate; at least one part. */
export function combineStatistics(
  parts: readonly Statistic[],
  formula: (...values: number[]) => number,
): Statistic {
  return {
    value: formula(...parts.map((part) => part.value)),
    draws: parts[0]!.draws.map((_, b) => formula(...parts.map((part) => part.draws[b]!))),
    units: Math.min(...parts.map((part) => part.units)),
  };
}
