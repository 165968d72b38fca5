import { type Method, type StudyReport, studentStem } from '../../report';
import { type HeadChoice, withHead } from '../align/heads';
import { anyHead, type RunStudent, serves, studentsOf } from '../align/runStudents';
import type { Look } from '../look/look';

/** A run as far as its students go. */
export interface RunHeads {
  readonly side: 'a' | 'b';
  readonly files: readonly string[];
  readonly report: Pick<StudyReport, 'training' | 'curves'>;
}

/** Students of a method as they were at one step of training. */
export interface StepOfMethod {
  readonly method: Method;
  readonly step: number;
}

/** The students whose weights at a step are kept, those of one seed after those of another. */
export function keptAt(run: RunHeads, { method, step }: StepOfMethod): readonly RunStudent[] {
  return studentsOf(run.files, run.report)
    .filter((one) => isOf(one, method) && hasStep(one, step))
    .toSorted((one, other) => one.seed - other.seed);
}

/** Closed forms have no row of training in the report: their method is known as files spell it. */
function isOf({ stem, language, seed }: RunStudent, method: Method): boolean {
  return stem === studentStem(method, language, seed);
}

function hasStep(student: RunStudent, step: number): boolean {
  return step === 0 ? anyHead(student) !== null : student.checkpoints.has(step);
}

/** How the Align screen shows a student at a step, set against its final weights where these are kept. */
export function checkpointLook(
  { side }: Pick<RunHeads, 'side'>,
  { stem, language, final }: RunStudent,
  step: number,
): Partial<Look> {
  return {
    ...withHead('shown', { side, head: stem, step }),
    ...(final !== null && withHead('against', { side, head: stem, step: null })),
    ...(language !== null && { language }),
    ...{ pin: null, pin2: null },
  };
}

/**
 * The vectors that a method ranks a language's queries with: those of its student; those of the untrained encoder; for
 * zero-shot transfer those of any student at its start, which is the teacher. Null where no head of the run is like that.
 */
export function headOfMethod(run: RunHeads, method: Method, language: string): HeadChoice | null {
  if (method === 'encoder-zero-shot') return { side: 'none', head: null, step: null };
  const fit = studentsOf(run.files, run.report)
    .filter((one) => serves(one, language) && anyHead(one) !== null)
    .toSorted((one, other) => one.seed - other.seed);
  const start = method === 'zero-shot';
  const own = start ? fit[0] : fit.find((one) => isOf(one, method) && one.final !== null);
  return own ? { side: run.side, head: own.stem, step: start ? 0 : null } : null;
}

/** One side of a comparison: a method of a run. */
export type MethodOfRun = readonly [run: RunHeads, method: Method];

/** How the Align screen shows a query: under the student of B, set against that of A. */
export function queryLook(a: MethodOfRun, b: MethodOfRun, language: string): Partial<Look> {
  const [before, after] = [a, b].map(([run, method]) => headOfMethod(run, method, language));
  return {
    ...withHead('shown', after ?? { side: 'none', head: null, step: null }),
    ...(before && withHead('against', before)),
    ...{ pin: null, pin2: null },
  };
}
