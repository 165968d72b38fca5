import * as v from 'valibot';
import { distilSettings, type StudyReport } from '../../report';
import type { RecordStorage } from './unfinished';

const KEY = 'optical-bench.step-times';
const schema = v.record(v.string(), v.pipe(v.number(), v.finite(), v.minValue(0)));

/** Seconds of a training step that were measured in this browser, by adapter, method, student and pairs in a step. */
export type StepTimes = ReadonlyMap<string, number>;

export function stepKey(adapter: string, method: string, student: string, pairs: number): string {
  return [adapter, method, student, pairs].join('|');
}

export function readStepTimes(storage: RecordStorage): StepTimes {
  try {
    return new Map(Object.entries(v.parse(schema, JSON.parse(storage.getItem(KEY) ?? '{}'))));
  } catch {
    return new Map();
  }
}

/** Keeps what a report measured of its steps. */
export function keepStepTimes(
  storage: RecordStorage,
  { timings, env, training, config }: Pick<StudyReport, 'timings' | 'env' | 'training' | 'config'>,
): void {
  const times = new Map(readStepTimes(storage));
  for (const { method, student } of training) {
    const seconds = timings[`step ${method}`];
    const { batch, accumulate } = distilSettings(config, student);
    if (seconds !== undefined && seconds > 0)
      times.set(stepKey(env.adapter, method, student, batch * accumulate), seconds);
  }
  try {
    storage.setItem(KEY, JSON.stringify(Object.fromEntries(times)));
  } catch {}
}
