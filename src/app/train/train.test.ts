import { expect, test } from 'vitest';
import { parseStudyConfig } from '../../report';
import { shownEstimate } from './estimate';
import { keepStepTimes, readStepTimes, stepKey } from './stepTimes';
import { appendLog } from './studyLog';
import { withTrainerLock } from './trainerLock';
import {
  clearUnfinished,
  isSameData,
  readUnfinished,
  unfinishedOf,
  writeUnfinished,
} from './unfinished';

function memory() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

const files = [{ path: 'a.txt', sha256: 'aa', rows: 1 }];

test('an unfinished study is found again, and known by its data', () => {
  const storage = memory();
  expect(readUnfinished(storage)).toBeNull();
  const config = parseStudyConfig({ seeds: [3] });
  const source = { kind: 'stored', hashes: ['h'] } as const;
  const study = unfinishedOf(config, { corpus: 'MTOP', files }, source, 5);
  writeUnfinished(storage, study);
  expect(readUnfinished(storage)).toEqual(study);
  expect(isSameData(study, { files })).toBe(true);
  expect(isSameData(study, { files: [{ ...files[0]!, sha256: 'bb' }] })).toBe(false);
  expect(isSameData(study, null)).toBe(false);
  clearUnfinished(storage);
  expect(readUnfinished(storage)).toBeNull();
});

test('a record that is damaged or of another version counts as none', () => {
  for (const text of ['{', 'null', '{"version":2}']) {
    const storage = { ...memory(), getItem: () => text };
    expect(readUnfinished(storage)).toBeNull();
  }
  const closed = () => {
    throw new Error('closed');
  };
  const study = unfinishedOf(parseStudyConfig({}), { corpus: 'x', files }, { kind: 'sample' }, 1);
  const broken = { getItem: closed, setItem: closed, removeItem: closed };
  expect(() => writeUnfinished(broken, study)).not.toThrow();
  expect(readUnfinished(broken)).toBeNull();
});

test('measured steps take the place of rough ones', () => {
  const storage = memory();
  const student = { method: 'ot', student: 'mlp', count: 2, steps: 100, secondsPerStep: 0.05 };
  const fits = { bytes: 1e6, fits: true, message: '' };
  const estimate = {
    ...{ texts: 10, encode: 1, ranker: 2, rank: 3, limit: 'x', backend: 'wasm' as const },
    students: [
      { ...student, ...fits },
      { ...student, ...fits, method: 'mse', bytes: 2e6, fits: false, message: 'too large' },
    ],
  };
  const rough = shownEstimate(estimate, 'gpu', readStepTimes(storage));
  expect(rough).toMatchObject({
    measured: 0,
    trained: 2,
    bytes: 2e6,
    tooLarge: ['mse: too large'],
  });
  expect(rough.seconds).toBeCloseTo(26);
  const training = [
    {
      ...{ method: 'ot', seed: 1, language: null, student: 'mlp' },
      steps: 1,
      of: 1,
      chosen: 1,
      devMap: 1,
    },
  ];
  const env = { adapter: 'gpu' } as never;
  keepStepTimes(storage, { training, env, timings: { 'step ot': 0.01 } });
  expect(readStepTimes(storage).get(stepKey('gpu', 'ot', 'mlp'))).toBe(0.01);
  const known = shownEstimate(estimate, 'gpu', readStepTimes(storage));
  expect(known.measured).toBe(1);
  expect(known.seconds).toBeCloseTo(18);
  expect(shownEstimate(estimate, 'another', readStepTimes(storage)).measured).toBe(0);
});

test('the log says the same thing once, and forgets the oldest', () => {
  const entry = (text: string) => ({ at: 0, kind: 'note', text }) as const;
  expect(appendLog(appendLog([], entry('a')), entry('a'))).toHaveLength(1);
  let log = appendLog([], entry('first'));
  for (let k = 0; k < 600; k++) log = appendLog(log, entry(String(k)));
  expect(log).toHaveLength(500);
  expect(log.at(-1)!.text).toBe('599');
});

test('work is not begun where another tab holds the lock', async () => {
  let begun = false;
  const work = async () => {
    begun = true;
    return 1;
  };
  const locks = (lock: unknown) =>
    ({
      request: async (_n: string, _o: unknown, call: (held: unknown) => unknown) => call(lock),
    }) as never;
  await expect(withTrainerLock(locks(null), work)).rejects.toThrow(/another tab/);
  expect(begun).toBe(false);
  expect(await withTrainerLock(locks({}), work)).toBe(1);
  expect(await withTrainerLock(undefined, work)).toBe(1);
});
