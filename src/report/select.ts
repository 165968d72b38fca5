import { type Method, TASKS, type TaskId } from './configTypes';
import type { GapRow, ResultRow, StudyReport } from './types';

/** Rows of one task over all seeds: the mean over the seeds. */
export function resultsOf(report: StudyReport, task: TaskId): ResultRow[] {
  return report.results.filter((row) => row.task === task && row.seed === null);
}

export function gapsOf(report: StudyReport, task: TaskId): GapRow[] {
  return report.gaps.filter((row) => row.task === task && row.seed === null);
}

/** Methods in the order of the report. */
export function methodsOf(report: StudyReport): Method[] {
  return [...new Set(report.results.map(({ method }) => method))];
}

/** Languages in the order of the report: English first. */
export function languagesOf(report: StudyReport): string[] {
  return [...new Set(report.results.map(({ language }) => language))];
}

/** `high`, `low`, or nothing for a language in neither group. */
export function groupOf(report: StudyReport, language: string): 'high' | 'low' | '' {
  if (report.groups.high.includes(language)) return 'high';
  return report.groups.low.includes(language) ? 'low' : '';
}

/** The tasks that were measured. */
export function tasksOf(report: StudyReport): TaskId[] {
  return TASKS.filter((task) => report.results.some((row) => row.task === task));
}

/** What held-out texts are ranked by while students are trained. */
export function heldOutTask({ config }: Pick<StudyReport, 'config'>): TaskId {
  return config.tasks.includes('C') ? 'T1' : 'T2';
}

/** How much was evaluated: `1237 queries a language`, or a collection's queries and documents. */
export function evaluatedText({ tasks, sizes }: Pick<StudyReport, 'tasks' | 'sizes'>): string {
  const judged = tasks.find(({ task }) => task === 'C');
  if (!judged) return `${sizes.evaluationIds} queries a language`;
  return `${judged.queries} queries, ${judged.documents} documents`;
}
