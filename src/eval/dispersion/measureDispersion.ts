import type { BootstrapDraws } from '../bootstrap';
import { commonLanguages } from '../disparity';
import {
  combineStatistics,
  differenceStatistic,
  type Estimate,
  estimate,
  mapStatistic,
  type Statistic,
} from '../statistic';
import {
  coefficientOfVariation,
  gini,
  populationSd,
  rangeOver,
  retained,
  transferGap,
  worstOf,
  worstToBest,
} from './inequality';

/** Measures over languages, by name; null where not defined. */
export interface DispersionMeasures {
  /** Largest minus smallest MAP. */
  readonly range: Estimate | null;
  /** Population SD. */
  readonly sd: Estimate | null;
  /** Coefficient of variation. */
  readonly cv: Estimate | null;
  readonly gini: Estimate | null;
  /** Smallest / largest MAP. */
  readonly worstToBest: Estimate | null;
  /** Smallest MAP, in each replicate whichever language has it. */
  readonly worst: Estimate | null;
  /** MAP of the reference minus the mean of the other languages. */
  readonly transferGap: Estimate | null;
}

/** One system over the languages. */
export interface SystemDispersion extends DispersionMeasures {
  readonly system: string;
  /** The language with the smallest MAP, and the share of replicates in which it still has it. */
  readonly worstLanguage: { readonly language: string; readonly share: number } | null;
  /** `MAP_L / MAP_reference` of every other language; empty without a reference. */
  readonly retained: readonly { readonly language: string; readonly share: Estimate }[];
  /** Measures of the system minus those of the baseline, paired by id; null without a baseline. */
  readonly change: DispersionMeasures | null;
  /** Why measures are null, or null. */
  readonly reason: string | null;
}

/** Plain JSON. */
export interface DispersionReport {
  /** Asked for and measured for every system that was measured at all. */
  readonly languages: readonly string[];
  /** Asked for but not measured for every system. */
  readonly missing: readonly string[];
  readonly baseline: string | null;
  readonly reference: string;
  readonly systems: readonly SystemDispersion[];
}

/**
 * How unequal the MAPs of each system are over `languages`, without a division into groups.
 *
 * Range, SD, CV and Gini cannot be negative, so noise alone makes them positive: their intervals never hold 0 and their
 * draws lie above the value when languages are level. Judge a claim by the interval of `change`.
 *
 * @param languages those to compare, e.g. without English, which is a ceiling rather than one of the compared.
 * @param reference of `retained` and `transferGap`; need not be among `languages`.
 * @throws RangeError if `baseline` is not among the systems or a language is named twice.
 * @see ../shared/design/evaluation.md, section 4, Disparity
 */
export function measureDispersion(
  boot: BootstrapDraws,
  languages: readonly string[],
  baseline: string | null,
  reference = 'en',
): DispersionReport {
  if (baseline !== null && !boot.systems.includes(baseline))
    throw new RangeError(`measureDispersion: baseline ${baseline} is not among ${boot.systems}`);
  const twice = languages.find((language, i) => languages.indexOf(language) !== i);
  if (twice !== undefined) throw new RangeError(`measureDispersion: ${twice} is named twice`);
  const common = commonLanguages(boot);
  const kept = languages.filter((language) => common.includes(language));
  const base = baseline === null ? null : measureOver(boot, baseline, kept, reference);
  return {
    languages: kept,
    missing: languages.filter((language) => !common.includes(language)),
    baseline,
    reference,
    systems: boot.systems.map((system) => measureSystem(boot, system, kept, reference, base)),
  };
}

const NAMES = ['range', 'sd', 'cv', 'gini', 'worstToBest', 'worst', 'transferGap'] as const;
type Measures = Readonly<Record<(typeof NAMES)[number], Statistic | null>>;

function measureSystem(
  boot: BootstrapDraws,
  system: string,
  languages: readonly string[],
  reference: string,
  base: Measures | null,
): SystemDispersion {
  const parts = mapsOf(boot, system, languages);
  const own = measureOver(boot, system, languages, reference);
  const show = (of: (name: (typeof NAMES)[number]) => Statistic | null) =>
    Object.fromEntries(
      NAMES.map((name) => [name, estimate(of(name), boot.level)]),
    ) as unknown as DispersionMeasures;
  return {
    system,
    ...show((name) => own[name]),
    worstLanguage: parts && parts.length > 1 ? findWorst(parts, languages) : null,
    retained: measureRetained(boot, system, languages, reference),
    change: base && show((name) => differenceStatistic(own[name], base[name])),
    reason: whyUnknown(boot, system, languages, reference),
  };
}

function measureOver(
  boot: BootstrapDraws,
  system: string,
  languages: readonly string[],
  reference: string,
): Measures {
  const parts = mapsOf(boot, system, languages);
  const over = (formula: (values: readonly number[]) => number) =>
    parts && parts.length > 1
      ? defined(combineStatistics(parts, (...values) => formula(values)))
      : null;
  const top = mapOf(boot, system, reference);
  const others = mapsOf(
    boot,
    system,
    languages.filter((language) => language !== reference),
  );
  return {
    range: over(rangeOver),
    sd: over(populationSd),
    cv: over(coefficientOfVariation),
    gini: over(gini),
    worstToBest: over(worstToBest),
    worst: over(worstOf),
    transferGap:
      top && others?.length
        ? combineStatistics([top, ...others], (first, ...rest) => transferGap(first!, rest))
        : null,
  };
}

function measureRetained(
  boot: BootstrapDraws,
  system: string,
  languages: readonly string[],
  reference: string,
): SystemDispersion['retained'] {
  const top = mapOf(boot, system, reference);
  if (!top) return [];
  return languages.flatMap((language) => {
    const own = language === reference ? null : mapOf(boot, system, language);
    const share =
      own && defined(combineStatistics([own, top], (map, best) => retained(map!, best!)));
    return share ? [{ language, share: estimate(share, boot.level)! }] : [];
  });
}

function findWorst(
  parts: readonly Statistic[],
  languages: readonly string[],
): SystemDispersion['worstLanguage'] {
  const lowest = (of: (part: Statistic) => number) =>
    parts.reduce((worst, part, l) => (of(part) < of(parts[worst]!) ? l : worst), 0);
  const worst = lowest(({ value }) => value);
  // A replicate without any query of a language has no worst one.
  const whole = [...parts[0]!.draws.keys()].filter((b) =>
    parts.every(({ draws }) => !Number.isNaN(draws[b])),
  );
  const again = whole.filter((b) => lowest(({ draws }) => draws[b]!) === worst).length;
  return whole.length ? { language: languages[worst]!, share: again / whole.length } : null;
}

function whyUnknown(
  boot: BootstrapDraws,
  system: string,
  languages: readonly string[],
  reference: string,
): string | null {
  const parts = mapsOf(boot, system, languages);
  if (languages.length === 0) return 'no language is measured for every system';
  if (!parts) return 'the system was not measured';
  if (parts.length === 1) return `only one language, ${languages[0]}, so nothing to compare`;
  if (parts.every(({ value }) => value === 0)) return 'every MAP is 0';
  return mapOf(boot, system, reference) ? null : `no MAP of ${reference} to transfer from`;
}

function mapsOf(
  boot: BootstrapDraws,
  system: string,
  languages: readonly string[],
): readonly Statistic[] | null {
  const maps = languages.map((language) => mapStatistic(boot, system, language));
  const known = maps.filter((map) => map !== null);
  return known.length === maps.length ? known : null;
}

function mapOf(boot: BootstrapDraws, system: string, language: string): Statistic | null {
  return boot.languages.includes(language) ? mapStatistic(boot, system, language) : null;
}

/** null for a value that is not a number: 0 / 0 where every MAP is 0. */
function defined(statistic: Statistic): Statistic | null {
  return Number.isFinite(statistic.value) ? statistic : null;
}
