import { type Method, methodsOf, type StudyReport, type TaskId } from '../../report';

export type Interval = readonly [number, number];

/** A number with its 95 % interval, which is null where the run knows none. */
export interface Estimate {
  readonly value: number;
  readonly ci: Interval | null;
}

/** One method in one language. */
export interface Point extends Estimate {
  readonly queries: number;
  /** Ties in score that touch a relevant document. */
  readonly ties: number;
}

/** A measure of every method and language, over all seeds. */
export interface Points {
  readonly measure: string;
  /** In the order of the report. */
  readonly methods: readonly Method[];
  readonly languages: readonly string[];
  at(method: Method, language: string): Point | undefined;
}

/** The measure that everything is about unless another is chosen. */
export const MAP = 'MAP';

/** MAP first, then the others that the report has of a task. */
export function measuresOf(report: StudyReport, task: TaskId): string[] {
  const others = report.measures.filter((row) => row.task === task).map(({ measure }) => measure);
  return [...new Set([MAP, ...others])];
}

/** A report's own numbers; measures besides MAP have no intervals. */
export function pointsOf(report: StudyReport, task: TaskId, measure: string): Points {
  const rows = overSeeds(report, task);
  const found = new Map<string, Map<string, Point>>();
  const put = (method: string, language: string, point: Point) => {
    const own = found.get(method) ?? new Map<string, Point>();
    found.set(method, own.set(language, point));
  };
  for (const { method, language, map, ci, queries, ties } of rows)
    if (measure === MAP) put(method, language, { value: map, ci, queries, ties });
  if (measure !== MAP)
    for (const row of report.measures) {
      if (row.task !== task || row.measure !== measure || row.value === null) continue;
      const own = rows.find((one) => one.method === row.method && one.language === row.language);
      const [queries, ties] = [own?.queries ?? 0, own?.ties ?? 0];
      put(row.method, row.language, { value: row.value, ci: null, queries, ties });
    }
  return {
    measure,
    methods: methodsOf(report).filter((method) => found.has(method)),
    languages: [...new Set([...found.values()].flatMap((own) => [...own.keys()]))],
    at: (method, language) => found.get(method)?.get(language),
  };
}

/** Rows that stand for the whole run: the mean over the seeds, or the only seed there is. */
function overSeeds(report: StudyReport, task: TaskId): StudyReport['results'] {
  const ofTask = report.results.filter((row) => row.task === task);
  const means = ofTask.filter((row) => row.seed === null);
  return means.length > 0 ? means : ofTask;
}

/** How far an interval reaches to both sides of its value, as Recharts wants it. */
export function whiskers(value: number, ci: Interval | null): readonly [number, number] {
  return ci ? [Math.max(0, value - ci[0]), Math.max(0, ci[1] - value)] : [0, 0];
}

/** The range of some values and intervals, rounded outwards to twentieths; 0 to 1 for none. */
export function domainOf(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const least = Math.floor(Math.min(...values) * 20 + 1e-9) / 20;
  const most = Math.ceil(Math.max(...values) * 20 - 1e-9) / 20;
  return most > least ? [least, most] : [Math.max(0, least - 0.05), least + 0.05];
}

const STEPS = [1, 2, 5, 10, 20, 25, 50];

/** Evenly spaced round numbers within a domain that is given in hundredths, at most so many. */
export function ticksOf([least, most]: readonly [number, number], count: number): number[] {
  const step = STEPS.find((one) => Math.floor((most - least) / one) < count) ?? 100;
  const first = Math.ceil(least / step);
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, k) => (first + k) * step);
}

export function excludesZero(ci: Interval | null): boolean {
  return ci !== null && (ci[0] > 0 || ci[1] < 0);
}
