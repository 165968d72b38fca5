import type { Method, StudyReport, TaskId } from '../../report';
import type { QueryPairs } from '../../worker';
import { type GapGroups, type Tier, tierOf } from './groups';
import { type Estimate, excludesZero, type Interval, MAP, type Points } from './points';

/** Two results of one language. */
export interface PairRow {
  readonly language: string;
  readonly tier: Tier;
  readonly queries: number;
  readonly a: Estimate;
  readonly b: Estimate;
  /** b - a, paired by query where an interval is known. */
  readonly difference: Estimate;
  /** Whether the interval of the difference excludes 0; null without one. */
  readonly resolved: boolean | null;
}

/** Languages in which both sides have results, the largest gain first. */
export interface PairModel {
  readonly rows: readonly PairRow[];
  /** Where intervals of differences are from; null where there are none. */
  readonly source: 'report' | 'queries' | null;
}

/** Two methods of one report. */
export function methodPair(
  report: StudyReport,
  task: TaskId,
  points: Points,
  sides: { readonly a: Method; readonly b: Method },
  groups: GapGroups,
): PairModel {
  const { a, b } = sides;
  const known = differencesOf(report, task, a, b);
  const rows = points.languages.flatMap((language) => {
    const [one, other] = [points.at(a, language), points.at(b, language)];
    if (!one || !other) return [];
    const ci = points.measure === MAP ? (known.get(language) ?? null) : null;
    return [rowOf(language, groups, { a: one, b: other, queries: one.queries, ci })];
  });
  return {
    rows: byGain(rows),
    source: rows.some(({ difference }) => difference.ci) ? 'report' : null,
  };
}

/** One method of two reports; their difference has an interval from per-query results alone. */
export function runPair(
  points: { readonly a: Points; readonly b: Points },
  method: Method,
  groups: GapGroups,
): PairModel {
  const rows = points.a.languages.flatMap((language) => {
    const [one, other] = [points.a.at(method, language), points.b.at(method, language)];
    if (!one || !other) return [];
    const queries = Math.min(one.queries, other.queries);
    return [rowOf(language, groups, { a: one, b: other, queries, ci: null })];
  });
  return { rows: byGain(rows), source: null };
}

/** What per-query results say. */
export function queryPair({ languages }: QueryPairs, groups: GapGroups): PairModel {
  const rows = languages.map(({ language, queries, a, b, difference }) =>
    rowOf(language, groups, { a, b, queries, ci: difference.ci }),
  );
  return { rows: byGain(rows), source: 'queries' };
}

interface Sides {
  readonly a: Estimate;
  readonly b: Estimate;
  readonly queries: number;
  readonly ci: Interval | null;
}

function rowOf(language: string, groups: GapGroups, { a, b, queries, ci }: Sides): PairRow {
  return {
    ...{ language, tier: tierOf(groups, language), queries },
    a: { value: a.value, ci: a.ci },
    b: { value: b.value, ci: b.ci },
    difference: { value: b.value - a.value, ci },
    resolved: ci ? excludesZero(ci) : null,
  };
}

/** Intervals of b - a by language, as the report knows them in one direction or the other. */
function differencesOf(report: StudyReport, task: TaskId, a: Method, b: Method) {
  const intervals = new Map<string, Interval>();
  for (const { task: of, method, baseline, language, ci } of report.differences) {
    if (of !== task || !ci) continue;
    if (method === b && baseline === a) intervals.set(language, ci);
    if (method === a && baseline === b) intervals.set(language, [-ci[1], -ci[0]]);
  }
  return intervals;
}

function byGain(rows: readonly PairRow[]): PairRow[] {
  return rows.toSorted((one, other) => other.difference.value - one.difference.value);
}
