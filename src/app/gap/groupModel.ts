import type { GapLabel, Method, StudyReport, TaskId } from '../../report';
import type { QueryGaps } from '../../worker';
import type { GapGroups } from './groups';
import { type Estimate, MAP, type Points } from './points';

/** One method over the groups; null where a group is empty or the method lacks one of its languages. */
export interface GroupRow {
  readonly method: Method;
  readonly high: Estimate | null;
  readonly low: Estimate | null;
  readonly gap: Estimate | null;
  /** Against the baseline; negative is narrower. */
  readonly change: Estimate | null;
  readonly gainHigh: Estimate | null;
  readonly gainLow: Estimate | null;
  readonly label: GapLabel;
}

export interface GroupModel {
  readonly rows: readonly GroupRow[];
  readonly baseline: Method | null;
  /** `queries`: everything has intervals; `report`: gap and change have; null: point values alone. */
  readonly source: 'queries' | 'report' | null;
}

/** What changes are measured from. */
export function baselineOf({ methods }: Pick<Points, 'methods'>): Method | null {
  return methods.includes('zero-shot') ? 'zero-shot' : null;
}

/** Means of the groups from the report: its own intervals where the groups are its own. */
export function reportGroups(
  report: StudyReport,
  task: TaskId,
  points: Points,
  groups: GapGroups,
): GroupModel {
  const baseline = baselineOf(points);
  const known = groups.edited || points.measure !== MAP ? [] : gapRows(report, task);
  const base = baseline === null ? { high: null, low: null } : meansOf(points, baseline, groups);
  const rows = points.methods.map((method): GroupRow => {
    const own = meansOf(points, method, groups);
    const row = known.find((one) => one.method === method);
    const gap = minus(own.high, own.low);
    return {
      method,
      high: bare(own.high),
      low: bare(own.low),
      gap: gap === null ? null : { value: gap, ci: row?.ci ?? null },
      change: withCi(minus(gap, minus(base.high, base.low)), row?.deltaCi ?? null),
      gainHigh: bare(minus(own.high, base.high)),
      gainLow: bare(minus(own.low, base.low)),
      label: row?.label ?? 'none',
    };
  });
  return { rows, baseline, source: rows.some(({ gap }) => gap?.ci) ? 'report' : null };
}

/** What per-query results say; everything has an interval. */
export function queryGroups({ systems }: QueryGaps, baseline: Method | null): GroupModel {
  const rows = systems.map(({ system, high, low, gap, change, gainHigh, gainLow, label }) => ({
    ...{ method: system, high, low, gap, change, gainHigh, gainLow, label },
  }));
  return { rows, baseline, source: 'queries' };
}

/**
 * Whether a gap closes because the high group loses: the gap narrows, and the high group falls by more than its
 * interval, or where that is unknown the study's own label says so.
 */
export function isLevellingDown({ change, gainHigh, label }: GroupRow): boolean {
  if (!change || change.value >= 0 || !gainHigh || gainHigh.value >= 0) return false;
  return gainHigh.ci ? gainHigh.ci[1] < 0 : label === 'levelling down';
}

/** Two means over the languages beside English that a method was measured in. */
export interface OverallMeans {
  readonly method: Method;
  readonly languages: number;
  readonly queries: number;
  /** Every language counts alike. */
  readonly macro: number;
  /** Every query counts alike. */
  readonly micro: number;
}

export function overallMeans(points: Points): OverallMeans[] {
  return points.methods.flatMap((method) => {
    const own = points.languages.flatMap((language) => {
      const point = language === 'en' ? undefined : points.at(method, language);
      return point ? [point] : [];
    });
    if (own.length === 0) return [];
    const queries = own.reduce((sum, point) => sum + point.queries, 0);
    const macro = own.reduce((sum, { value }) => sum + value, 0) / own.length;
    const weighted = own.reduce((sum, point) => sum + point.queries * point.value, 0);
    return [
      {
        method,
        languages: own.length,
        queries,
        macro,
        micro: queries ? weighted / queries : macro,
      },
    ];
  });
}

/** The report's rows over all seeds, or of the only one. */
function gapRows(report: StudyReport, task: TaskId): StudyReport['gaps'] {
  const ofTask = report.gaps.filter((row) => row.task === task);
  const means = ofTask.filter(({ seed }) => seed === null);
  return means.length > 0 ? means : ofTask;
}

/** Means over the languages that every method has, as the study takes them. */
function meansOf(points: Points, method: Method, { high, low }: GapGroups) {
  const common = (language: string) =>
    points.methods.every((one) => points.at(one, language) !== undefined);
  const mean = (languages: readonly string[]) => {
    const values = languages.filter(common).map((one) => points.at(method, one)!.value);
    return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  };
  return { high: mean(high), low: mean(low) };
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

function bare(value: number | null): Estimate | null {
  return withCi(value, null);
}

function withCi(value: number | null, ci: Estimate['ci']): Estimate | null {
  return value === null ? null : { value, ci };
}
