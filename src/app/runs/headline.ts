import { type StudyReport, type TaskId, tasksOf } from '../../report';
import { overallMeans } from '../gap/groupModel';
import { MAP, pointsOf } from '../gap/points';

/** The least and the most of some numbers. */
export type Range = readonly [least: number, most: number];

/** What a list of runs says of what they found, of one task. */
export interface Headline {
  readonly task: TaskId;
  /** Mean MAP over the languages beside English, over the methods but the oracle; null where none was measured. */
  readonly map: Range | null;
  /** The same of the gap between the groups. */
  readonly gap: Range | null;
}

/** Of T2 where it was measured, else of the first task; null for a report without results. */
export function headlineOf(report: StudyReport): Headline | null {
  const tasks = tasksOf(report);
  const task = tasks.find((one) => one === 'T2') ?? tasks[0];
  if (task === undefined) return null;
  const means = overallMeans(pointsOf(report, task, MAP));
  const gaps = report.gaps.filter((row) => row.task === task);
  const overall = gaps.filter(({ seed }) => seed === null);
  return {
    task,
    map: rangeOf(means.flatMap(({ method, macro }) => (method === 'oracle' ? [] : [macro]))),
    gap: rangeOf(
      (overall.length > 0 ? overall : gaps).flatMap(({ method, gap }) =>
        method === 'oracle' || gap === null ? [] : [gap],
      ),
    ),
  };
}

function rangeOf(values: readonly number[]): Range | null {
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : null;
}
