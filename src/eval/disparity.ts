import type { BootstrapDraws } from './bootstrap';
import { type DisparityLabel, labelDisparity, STANDSTILL } from './disparityLabel';
import { type LanguageGroups, type ResolvedGroups, resolveGroups } from './languageGroups';
import {
  averageStatistic,
  differenceStatistic,
  type Estimate,
  estimate,
  mapStatistic,
  quotientStatistic,
  type Statistic,
} from './statistic';

/** One system in one language. */
export interface LanguageResult {
  readonly system: string;
  readonly language: string;
  readonly queries: number;
  /** null when the system has no queries in the language. */
  readonly map: Estimate | null;
  /** MAP minus the baseline's, paired by id. */
  readonly difference: Estimate | null;
}

/**
 * One system over the groups; all in MAP. A field is null where its group is empty (`ResolvedGroups.reason`),
 * the system was not measured, or there is no baseline to compare with.
 */
export interface SystemDisparity {
  readonly system: string;
  /** Macro mean over the languages of the group. */
  readonly high: Estimate | null;
  readonly low: Estimate | null;
  /** G = high - low; positive = the low group is behind. */
  readonly gap: Estimate | null;
  /** low / high; 1 = no disparity. */
  readonly ratio: Estimate | null;
  /** The measured language, grouped or not, with the smallest MAP. */
  readonly worst: { readonly language: string; readonly map: number } | null;
  /** G of the system minus G of the baseline, `gainHigh - gainLow`; negative = narrower. */
  readonly change: Estimate | null;
  readonly gainHigh: Estimate | null;
  readonly gainLow: Estimate | null;
  /** Share of the baseline's gap that is gone, `-change / G_baseline`; only if the baseline's interval is above 0. */
  readonly relativeCut: Estimate | null;
  readonly label: DisparityLabel;
}

/** Everything that section 4 of evaluation.md asks of one task and seed; plain JSON. */
export interface DisparityReport {
  readonly groups: ResolvedGroups;
  /** null when there is nothing to compare with; then all differences are null and all labels `none`. */
  readonly baseline: string | null;
  readonly languages: readonly LanguageResult[];
  readonly systems: readonly SystemDisparity[];
}

/**
 * Measures how far the low group is behind the high group, and how each system changes that.
 *
 * All systems are compared over the same languages: a language that any system lacks is taken out of the groups
 * (and named in `groups.missing`); a system without any language at all does not count for this.
 *
 * @param delta what counts as standing still, see `labelDisparity`.
 * @throws RangeError if `baseline` is not among the systems.
 */
export function measureDisparity(
  boot: BootstrapDraws,
  groups: LanguageGroups,
  baseline: string | null,
  delta = STANDSTILL,
): DisparityReport {
  if (baseline !== null && !boot.systems.includes(baseline))
    throw new RangeError(`measureDisparity: baseline ${baseline} is not among ${boot.systems}`);
  const resolved = resolveGroups(groups, commonLanguages(boot));
  return {
    groups: resolved,
    baseline,
    languages: boot.systems.flatMap((system) => measureLanguages(boot, system, baseline)),
    systems: boot.systems.map((system) => measureSystem(boot, resolved, system, baseline, delta)),
  };
}

/**
 * Gap of `system` minus gap of `reference`, paired by id; negative = `system` has the narrower gap.
 * null where the groups give no gap.
 */
export function compareGaps(
  boot: BootstrapDraws,
  groups: ResolvedGroups,
  system: string,
  reference: string,
): Estimate | null {
  const gaps = [system, reference].map((name) => tiers(boot, groups, name).gap);
  return estimate(differenceStatistic(gaps[0]!, gaps[1]!), boot.level);
}

/** Languages that every system has; a system without any language at all does not count. */
export function commonLanguages(boot: BootstrapDraws): string[] {
  const has = (system: string, language: string) => mapStatistic(boot, system, language) !== null;
  const alive = boot.systems.filter((system) => boot.languages.some((l) => has(system, l)));
  return alive.length ? boot.languages.filter((l) => alive.every((system) => has(system, l))) : [];
}

interface Tiers {
  readonly high: Statistic | null;
  readonly low: Statistic | null;
  readonly gap: Statistic | null;
}

function tiers(boot: BootstrapDraws, groups: ResolvedGroups, system: string): Tiers {
  const average = (languages: readonly string[]) =>
    averageStatistic(languages.map((language) => mapStatistic(boot, system, language)));
  const high = average(groups.high);
  const low = average(groups.low);
  return { high, low, gap: differenceStatistic(high, low) };
}

function measureLanguages(
  boot: BootstrapDraws,
  system: string,
  baseline: string | null,
): LanguageResult[] {
  return boot.languages.map((language, l) => {
    const own = mapStatistic(boot, system, language);
    const base = baseline === null ? null : mapStatistic(boot, baseline, language);
    return {
      system,
      language,
      queries: own ? boot.queries[l]! : 0,
      map: estimate(own, boot.level),
      difference: estimate(differenceStatistic(own, base), boot.level),
    };
  });
}

function measureSystem(
  boot: BootstrapDraws,
  groups: ResolvedGroups,
  system: string,
  baseline: string | null,
  delta: number,
): SystemDisparity {
  const own = tiers(boot, groups, system);
  const base =
    baseline === null ? { high: null, low: null, gap: null } : tiers(boot, groups, baseline);
  const show = (statistic: Statistic | null) => estimate(statistic, boot.level);
  const baseGap = show(base.gap);
  const cut = differenceStatistic(base.gap, own.gap);
  const gainHigh = show(differenceStatistic(own.high, base.high));
  const gainLow = show(differenceStatistic(own.low, base.low));
  const change = show(differenceStatistic(own.gap, base.gap));
  return {
    system,
    high: show(own.high),
    low: show(own.low),
    gap: show(own.gap),
    ratio: own.high?.value ? show(quotientStatistic(own.low, own.high)) : null,
    worst: worstLanguage(boot, system),
    change,
    gainHigh,
    gainLow,
    relativeCut: baseGap?.ci && baseGap.ci[0] > 0 ? show(quotientStatistic(cut, base.gap)) : null,
    label:
      gainHigh && gainLow
        ? labelDisparity({ change, gainHigh: gainHigh.value, gainLow: gainLow.value }, delta)
        : 'none',
  };
}

function worstLanguage(boot: BootstrapDraws, system: string): SystemDisparity['worst'] {
  let worst: SystemDisparity['worst'] = null;
  for (const language of boot.languages) {
    const map = mapStatistic(boot, system, language)?.value;
    if (map !== undefined && (worst === null || map < worst.map)) worst = { language, map };
  }
  return worst;
}
