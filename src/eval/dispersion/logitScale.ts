import { portableLog } from '../../lib';
import type { BootstrapDraws } from '../bootstrap';
import type { ResolvedGroups } from '../languageGroups';
import {
  averageStatistic,
  combineStatistics,
  differenceStatistic,
  type Estimate,
  estimate,
  excludesZero,
  mapStatistic,
  type Statistic,
} from '../statistic';

/** Policy: MAPs are moved into [epsilon, 1 - epsilon] before the logit, which has no value at 0 and 1. */
export const LOGIT_EPSILON = 1e-3;

/**
 * `log(m / (1 - m))` with m = `map` moved into [epsilon, 1 - epsilon]; NaN stays NaN.
 *
 * @throws RangeError if `map` is outside [0, 1] or `epsilon` is not in (0, .5).
 */
export function logitMap(map: number, epsilon = LOGIT_EPSILON): number {
  if (!(epsilon > 0 && epsilon < 0.5))
    throw new RangeError(`logitMap: epsilon must be in (0, .5), got ${epsilon}`);
  if (Number.isNaN(map)) return map;
  // A mean of ones may round past 1.
  if (!(map >= 0 && map <= 1 + 1e-9))
    throw new RangeError(`logitMap: map must be in [0, 1], got ${map}`);
  const held = Math.min(1 - epsilon, Math.max(epsilon, map));
  return portableLog(held) - portableLog(1 - held);
}

/**
 * Whether a difference says the same on both scales. `both`: resolved on both (its interval is on one side of 0), in
 * one direction; `neither`: on none; `only raw`, `only logit`; `opposite`: resolved on both, in opposite directions.
 */
export type ScaleVerdict = 'both' | 'neither' | 'only raw' | 'only logit' | 'opposite';

/** One difference on the logit scale, held against the same on the raw scale. */
export interface LogitEstimate {
  /** In log odds. */
  readonly logit: Estimate;
  /** Whether the two values have the same sign. */
  readonly sameSign: boolean;
  readonly verdict: ScaleVerdict;
}

/** One system; null as in `SystemDisparity`. */
export interface LogitDisparity {
  readonly system: string;
  /** Mean logit(MAP) of high minus that of low. */
  readonly gap: LogitEstimate | null;
  /** Gap of the system minus gap of the baseline; negative = narrower. */
  readonly change: LogitEstimate | null;
  /** Grouped languages whose MAP lies outside [epsilon, 1 - epsilon], where the logit is only a bound. */
  readonly clamped: readonly string[];
}

/**
 * The gap and its change on the mean of logit(MAP), language by language. Near 1 a gap shrinks on the raw scale because
 * there is no room left; a change that only the raw scale shows may be that ceiling and nothing else.
 *
 * @param groups of a `DisparityReport`, so that both scales speak of the same languages.
 * @throws RangeError if `baseline` is not among the systems, as `logitMap`.
 */
export function checkLogitScale(
  boot: BootstrapDraws,
  groups: ResolvedGroups,
  baseline: string | null,
  epsilon = LOGIT_EPSILON,
): LogitDisparity[] {
  if (baseline !== null && !boot.systems.includes(baseline))
    throw new RangeError(`checkLogitScale: baseline ${baseline} is not among ${boot.systems}`);
  const gapsOf = (system: string) => ({
    raw: gapOf(boot, groups, system, (map) => map),
    logit: gapOf(boot, groups, system, (map) => logitMap(map, epsilon)),
  });
  const base = baseline === null ? { raw: null, logit: null } : gapsOf(baseline);
  return boot.systems.map((system) => {
    const own = gapsOf(system);
    return {
      system,
      gap: compareScales(own.raw, own.logit, boot.level),
      change: compareScales(
        differenceStatistic(own.raw, base.raw),
        differenceStatistic(own.logit, base.logit),
        boot.level,
      ),
      clamped: [...groups.high, ...groups.low].filter((language) => {
        const map = mapStatistic(boot, system, language)?.value;
        return map !== undefined && (map < epsilon || map > 1 - epsilon);
      }),
    };
  });
}

function gapOf(
  boot: BootstrapDraws,
  groups: ResolvedGroups,
  system: string,
  scale: (map: number) => number,
): Statistic | null {
  const mean = (languages: readonly string[]) =>
    averageStatistic(
      languages.map((language) => {
        const map = mapStatistic(boot, system, language);
        return map && combineStatistics([map], (value) => scale(value!));
      }),
    );
  return differenceStatistic(mean(groups.high), mean(groups.low));
}

function compareScales(
  raw: Statistic | null,
  logit: Statistic | null,
  level: number,
): LogitEstimate | null {
  const [onRaw, onLogit] = [estimate(raw, level), estimate(logit, level)];
  if (!onRaw || !onLogit) return null;
  const sameSign = Math.sign(onRaw.value) === Math.sign(onLogit.value);
  return { logit: onLogit, sameSign, verdict: judge(onRaw, onLogit) };
}

function judge(raw: Estimate, logit: Estimate): ScaleVerdict {
  if (!excludesZero(raw)) return excludesZero(logit) ? 'only logit' : 'neither';
  if (!excludesZero(logit)) return 'only raw';
  // By the side of the interval, which a percentile interval need not share with the value.
  return raw.ci![0] > 0 === logit.ci![0] > 0 ? 'both' : 'opposite';
}
