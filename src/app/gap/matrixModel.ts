import type { Method, StudyReport, TaskId } from '../../report';
import type { QueryRanks } from '../../worker';
import { domainOf, MAP, type Points } from './points';

/** Level of the tests behind ranks, after Holm. */
export const RANK_LEVEL = 0.05;

export interface RankCell {
  readonly value: number | null;
  /** One more than there are methods that are resolved to be better; null where nothing was tested. */
  readonly rank: number | null;
  /** Whether other methods have the same rank. */
  readonly shared: boolean;
}

export interface RankRow {
  readonly method: Method;
  /** One a language, in the order of the matrix. */
  readonly cells: readonly RankCell[];
  /** Macro mean over the languages beside English; null where it has none. */
  readonly mean: number | null;
}

/** Methods by languages. */
export interface RankMatrix {
  readonly languages: readonly string[];
  readonly rows: readonly RankRow[];
  /** Which tests ranks go by; null: none. */
  readonly tested: 'every pair' | 'baselines' | null;
}

type Better = ReadonlyMap<string, readonly { readonly method: Method; readonly than: Method }[]>;

/** @param tests those of all pairs, where per-query results are there; otherwise the report's own are taken. */
export function rankMatrix(
  report: StudyReport,
  task: TaskId,
  points: Points,
  tests: readonly QueryRanks[] | null,
): RankMatrix {
  const ranked = points.measure === MAP;
  const better: Better = tests
    ? new Map(tests.map(({ language, better }) => [language, better]))
    : testedBetter(report, task);
  const columns = points.languages.map((language) => columnOf(points, language, better, ranked));
  const rows = points.methods.map((method, m): RankRow => {
    const foreign = points.languages.flatMap((language) => {
      const point = language === 'en' ? undefined : points.at(method, language);
      return point ? [point.value] : [];
    });
    const sum = foreign.reduce((total, value) => total + value, 0);
    return {
      method,
      cells: columns.map((column) => column[m]!),
      mean: foreign.length ? sum / foreign.length : null,
    };
  });
  const some = better.size > 0 && ranked;
  return {
    languages: points.languages,
    rows,
    tested: some ? (tests ? 'every pair' : 'baselines') : null,
  };
}

function columnOf(points: Points, language: string, better: Better, ranked: boolean): RankCell[] {
  const resolved = better.get(language);
  const present = (method: Method) => points.at(method, language) !== undefined;
  const ranks = points.methods.map((method) => {
    if (!ranked || !resolved || !present(method)) return null;
    return (
      1 + resolved.filter(({ method: above, than }) => than === method && present(above)).length
    );
  });
  return points.methods.map((method, m) => ({
    value: points.at(method, language)?.value ?? null,
    rank: ranks[m]!,
    shared: ranks[m] !== null && ranks.filter((rank) => rank === ranks[m]).length > 1,
  }));
}

/** Pairs that the report tested and resolved: methods against baselines. */
function testedBetter(report: StudyReport, task: TaskId): Better {
  const found = new Map<string, { method: Method; than: Method }[]>();
  for (const { task: of, language, method, baseline, holm, delta } of report.tests) {
    if (of !== task || language === null || holm === null || holm === undefined) continue;
    const own = found.get(language) ?? [];
    found.set(language, own);
    if (holm >= RANK_LEVEL || delta === null || delta === 0) continue;
    own.push(delta > 0 ? { method, than: baseline } : { method: baseline, than: method });
  }
  return found;
}

/** Values of the first and of the last colour of a matrix. */
export function rankDomain({ rows }: RankMatrix): readonly [number, number] {
  return domainOf(rows.flatMap(({ cells }) => cells.flatMap(({ value }) => value ?? [])));
}
