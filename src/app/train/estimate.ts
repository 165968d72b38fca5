import type { StudyEstimate } from '../../worker';
import { type StepTimes, stepKey } from './stepTimes';

/** What a study would take, in the words of the screen. */
export interface ShownEstimate {
  readonly seconds: number;
  /** Whether steps were measured here, for how many of the methods that train. */
  readonly measured: number;
  readonly trained: number;
  /** Most bytes of one student while it is trained; 0 where none is. */
  readonly bytes: number;
  /** Bytes of the page in all: encoder, token vectors, and the largest student. */
  readonly total: number;
  /** What most of them are for. */
  readonly largest: string;
  readonly limit: string;
  /** Why it would not fit, one sentence a method. */
  readonly tooLarge: readonly string[];
  readonly texts: number;
  /** Share of them, 0..1, whose vectors this browser keeps, as far as is known. */
  readonly encoded: number;
}

/** Vectors that are kept have to be read, still. */
const READ_BACK = 0.05;

/**
 * Adds up an estimate, with measured times of steps in place of rough ones where there are any.
 *
 * @param encoded share of the texts that need no encoding
 */
export function shownEstimate(
  estimate: StudyEstimate,
  adapter: string,
  times: StepTimes,
  encoded = 0,
): ShownEstimate {
  const { students, encode, ranker, rank, limit, texts } = estimate;
  let seconds = encode * (1 - (1 - READ_BACK) * encoded) + ranker + rank;
  let measured = 0;
  for (const { method, student: kind, count, steps, secondsPerStep, pairs } of students) {
    const known = times.get(stepKey(adapter, method, kind, pairs));
    if (known !== undefined) measured += 1;
    seconds += count * steps * (known ?? secondsPerStep);
  }
  const student = Math.max(0, ...students.map(({ bytes }) => bytes));
  const { encoder, vectors } = estimate;
  const parts = {
    'the encoder': encoder,
    'token vectors': vectors,
    'the student in training': student,
  };
  const [[largest]] = Object.entries(parts).toSorted(([, a], [, b]) => b - a) as [[string, number]];
  return {
    ...{ seconds, measured, limit, texts, encoded },
    trained: students.length,
    bytes: student,
    ...{ total: encoder + vectors + student, largest },
    tooLarge: students
      .filter(({ fits }) => !fits)
      .map(({ method, message }) => `${method}: ${message}`),
  };
}
