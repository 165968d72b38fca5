import { useMemo } from 'react';
import {
  aboutReport,
  type ExportTable,
  type GapGroups,
  groupsOf,
  MAP,
  type Method,
  measuresOf,
  type Points,
  pointsOf,
  QUERIES,
  type RunHeads,
  reportOf,
  type StudyReport,
  type TaskId,
  tasksOf,
} from '../../../app';
import { useAppState } from '../../appContext';

/** Everything that the panels of the screen agree on. */
export interface Gap {
  readonly report: StudyReport;
  /** Id of run A. */
  readonly run: string;
  readonly task: TaskId;
  readonly tasks: readonly TaskId[];
  readonly measure: string;
  readonly measures: readonly string[];
  readonly groups: GapGroups;
  readonly points: Points;
  /** What is compared; run B's report where the second method is of that run. */
  readonly from: Method;
  readonly to: Method;
  readonly other: { readonly run: string; readonly report: StudyReport } | null;
  /** Whether per-query results are there. */
  readonly queries: { readonly a: boolean; readonly b: boolean };
  /** Weights of the runs that are compared; twice the same where both methods are of run A. */
  readonly heads: { readonly a: RunHeads; readonly b: RunHeads };
  readonly about: ExportTable['about'];
}

/** What is looked at, with what the link leaves open decided; null without a report or without results. */
export function useGap(): Gap | null {
  const report = useAppState((state) => reportOf(state, 'a'));
  const second = useAppState((state) => reportOf(state, 'b'));
  const list = useAppState((state) => state.runs.list);
  const look = useAppState((state) => state.look);
  return useMemo(() => {
    const { a: run, b } = look;
    if (!report || run === null) return null;
    const tasks = tasksOf(report);
    const wanted = look.task ?? 'T2';
    const task = tasks.includes(wanted) ? wanted : tasks[0];
    if (!task) return null;
    const measures = measuresOf(report, task);
    const measure = measures.find((one) => one === look.measure) ?? MAP;
    const points = pointsOf(report, task, measure);
    const other = look.runs && second && b !== null ? { run: b, report: second } : null;
    const files = (id: string | null) => list.find((one) => one.id === id)?.files ?? [];
    const has = (id: string | null) => files(id).includes(QUERIES);
    const a: RunHeads = { side: 'a', files: files(run), report };
    return {
      ...{ report, run, task, tasks, measure, measures, points, other },
      groups: groupsOf(report, look),
      ...chosenMethods(points, look),
      queries: { a: has(run), b: has(other ? b : run) },
      heads: { a, b: other ? { side: 'b', files: files(b), report: other.report } : a },
      about: aboutReport(report, run, { task }),
    };
  }, [report, second, list, look]);
}

/** The methods of the link; else zero-shot transfer and what distils by transport, or the first and the last. */
function chosenMethods(
  { methods }: Points,
  look: { readonly from: string | null; readonly to: string | null },
) {
  const known = (method: string | null) => methods.find((one) => one === method);
  const from = known(look.from) ?? known('zero-shot') ?? methods[0] ?? '';
  const rest = methods.filter((method) => method !== from);
  const to =
    known(look.to) ??
    ['ot', 'ot+mse', 'ot-procrustes'].map(known).find((one) => one && one !== from) ??
    rest.at(-1) ??
    from;
  return { from, to };
}
