import { methodsOf } from './select';
import type { StudyReport } from './types';

/** The students of one method over languages and seeds. */
export interface TrainingSummary {
  readonly method: string;
  readonly student: string;
  readonly students: number;
  /** `300` or `75–300`: steps that were run. */
  readonly steps: string;
  /** Steps whose weights were kept. */
  readonly chosen: string;
  /** Students for which no step was better than the start. */
  readonly atStart: number;
  readonly devMap: number;
  /** Milliseconds; null where nothing was trained. */
  readonly perStep: number | null;
}

/** One row a trained method, in the order of the report. */
export function trainingSummary(report: StudyReport): TrainingSummary[] {
  const methods = [...new Set([...methodsOf(report), ...report.training.map((r) => r.method)])];
  return methods.flatMap((method) => {
    const rows = report.training.filter((row) => row.method === method);
    if (rows.length === 0) return [];
    const seconds = report.timings[`step ${method}`];
    return [
      {
        method,
        student: rows[0]!.student,
        students: rows.length,
        steps: `${range(rows.map(({ steps }) => steps))} of ${rows[0]!.of}`,
        chosen: range(rows.map(({ chosen }) => chosen)),
        atStart: rows.filter(({ chosen }) => chosen === 0).length,
        devMap: rows.reduce((sum, { devMap }) => sum + devMap, 0) / rows.length,
        perStep: seconds === undefined ? null : 1000 * seconds,
      },
    ];
  });
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${least}` : `${least}–${most}`;
}

/** Milliseconds with three significant digits at most. */
export function showMilliseconds(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** What each kind of student was expected to need in memory, a sentence each; none where that was not planned. */
export function memoryLines({ memory }: StudyReport): string[] {
  if (!memory || memory.students.length === 0) return [];
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  return [
    ...memory.students.map(
      ({ student, batch, tokensPerText, bytes, checkpointing }) =>
        `${student}, ${batch} pairs of ${tokensPerText.toFixed(0)} tokens${checkpointing ? ', layers computed again' : ''}: ${megabytes(bytes)}.`,
    ),
    `Limit: ${memory.limit}.`,
  ];
}
