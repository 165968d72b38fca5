import {
  type GapRow,
  groupOf,
  type Method,
  methodsOf,
  type ResultRow,
  type StudyReport,
  type TaskId,
} from '../report';

/** Rows that stand for the whole run: the mean over the seeds, or the only seed there is. */
function overSeeds<Row extends { readonly task: TaskId; readonly seed: number | null }>(
  rows: readonly Row[],
  task: TaskId,
): Row[] {
  const ofTask = rows.filter((row) => row.task === task);
  const means = ofTask.filter((row) => row.seed === null);
  return means.length ? means : ofTask;
}

/** One language of the chart with the results of all methods. */
export interface LanguageLine {
  readonly language: string;
  readonly group: 'high' | 'low' | 'other';
  readonly results: Readonly<Record<Method, ResultRow>>;
}

/** What the gap screen draws and lists for one task; numbers are the report's own. */
export interface GapModel {
  readonly task: TaskId;
  readonly methods: readonly Method[];
  /** High group first, then low, then languages in neither. */
  readonly lines: readonly LanguageLine[];
  readonly gaps: readonly GapRow[];
  /** MAPs of the whole chart, 0..1, rounded outwards to twentieths. */
  readonly domain: readonly [number, number];
}

export function gapModel(report: StudyReport, task: TaskId): GapModel {
  const rows = overSeeds(report.results, task);
  const languages = [...new Set(rows.map((row) => row.language))];
  const lines = languages.map((language): LanguageLine => {
    const own = rows.filter((row) => row.language === language);
    return {
      language,
      group: groupOf(report, language) || 'other',
      results: Object.fromEntries(own.map((row) => [row.method, row])),
    };
  });
  const order = ['high', 'low', 'other'];
  return {
    task,
    methods: methodsOf(report).filter((method) => rows.some((row) => row.method === method)),
    lines: lines.toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group)),
    gaps: overSeeds(report.gaps, task),
    domain: outwards(rows.flatMap((row) => [row.map, ...(row.ci ?? [])])),
  };
}

function outwards(values: readonly number[]): [number, number] {
  if (!values.length) return [0, 1];
  const least = Math.floor(Math.min(...values) * 20 + 1e-9) / 20;
  const most = Math.ceil(Math.max(...values) * 20 - 1e-9) / 20;
  return most > least ? [least, most] : [Math.max(0, least - 0.05), least + 0.05];
}

/** How far an interval reaches to both sides of its value, as Recharts wants it. */
export function whiskers(
  value: number,
  ci: readonly [number, number] | null,
): readonly [number, number] {
  return ci ? [Math.max(0, value - ci[0]), Math.max(0, ci[1] - value)] : [0, 0];
}
