import { expect, test } from 'vitest';
import { parseStudyConfig } from '../../report';
import { shownEstimate } from './estimate';
import { keepStepTimes, readStepTimes, stepKey } from './stepTimes';
import { appendLog } from './studyLog';
import { memoryStorage } from './testing';
import { OtherTrainers, withTrainerLock } from './trainerLock';
import {
  clearUnfinished,
  isSameData,
  readUnfinished,
  unfinishedOf,
  writeUnfinished,
} from './unfinished';

const files = [{ path: 'a.txt', sha256: 'aa', rows: 1 }];

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;

test('unfinished studies are kept beside one another, known by their data, and cleared one by one', () => {
  const storage = memoryStorage();
  expect(readUnfinished(storage, NOW)).toEqual([]);
  const config = parseStudyConfig({ seeds: [3] });
  const source = { kind: 'stored', hashes: ['h'] } as const;
  const about = { corpus: 'MTOP', files };
  const first = unfinishedOf(config, about, source, NOW);
  const second = unfinishedOf(parseStudyConfig({ seeds: [4] }), about, source, NOW + 5);
  writeUnfinished(storage, first);
  writeUnfinished(storage, second);
  expect(readUnfinished(storage, NOW)).toEqual([second, first]);
  // The same settings on the same files are the same study.
  const later = { ...unfinishedOf(config, about, source, NOW + 9), overall: 0.5, kept: ['k'] };
  writeUnfinished(storage, later);
  expect(readUnfinished(storage, NOW)).toEqual([later, second]);
  expect(isSameData(first, { files })).toBe(true);
  expect(isSameData(first, { files: [{ ...files[0]!, sha256: 'bb' }] })).toBe(false);
  expect(isSameData(first, null)).toBe(false);
  clearUnfinished(storage, first.id);
  expect(readUnfinished(storage, NOW)).toEqual([second]);
  // Its checkpoints are gone by then.
  expect(readUnfinished(storage, NOW + 15 * DAY)).toEqual([]);
});

test('a record that is damaged or of another version counts as none, and costs no other', () => {
  for (const text of ['{', 'null', '[{"version":2}]', '{"version":1}']) {
    const storage = { ...memoryStorage(), getItem: () => text };
    expect(readUnfinished(storage)).toEqual([]);
  }
  const study = unfinishedOf(parseStudyConfig({}), { corpus: 'x', files }, { kind: 'sample' }, NOW);
  const beside = { ...memoryStorage(), getItem: () => JSON.stringify([{ version: 2 }, study]) };
  expect(readUnfinished(beside, NOW)).toEqual([study]);
  const closed = () => {
    throw new Error('closed');
  };
  const broken = { getItem: closed, setItem: closed, removeItem: closed };
  expect(() => writeUnfinished(broken, study)).not.toThrow();
  expect(readUnfinished(broken)).toEqual([]);
});

test('measured steps take the place of rough ones', () => {
  const storage = memoryStorage();
  const student = {
    ...{ method: 'ot', student: 'mlp', count: 2, steps: 100, pairs: 48, secondsPerStep: 0.05 },
  };
  const fits = { bytes: 1e6, fits: true, message: '' };
  const estimate = {
    ...{ texts: 10, encode: 1, ranker: 2, rank: 3, limit: 'x', backend: 'wasm' as const },
    ...{ encoder: 5e8, vectors: 1e8 },
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
    total: 6.02e8,
    tooLarge: ['mse: too large'],
  });
  expect(rough.seconds).toBeCloseTo(26);
  const read = shownEstimate(estimate, 'gpu', readStepTimes(storage), 1);
  expect(rough.seconds - read.seconds).toBeCloseTo(0.95);
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
  const config = parseStudyConfig({});
  keepStepTimes(storage, { training, env, config, timings: { 'step ot': 0.01 } });
  expect(readStepTimes(storage).get(stepKey('gpu', 'ot', 'mlp', 48))).toBe(0.01);
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

test('another tab that trains is noticed when it begins, and again when its lock is free', async () => {
  let held: { name: string }[] = [];
  let free = () => {};
  const locks = {
    query: async () => ({ held }),
    request: (_name: string, _options: unknown, call: () => void) =>
      new Promise<void>((done) => {
        free = () => done(call());
      }),
  } as never;
  let hear = () => {};
  const channel = {
    addEventListener: (_type: string, listener: () => void) => {
      hear = listener;
    },
    postMessage: () => undefined,
  } as never;
  const told: boolean[] = [];
  new OtherTrainers(locks, channel, (elsewhere) => told.push(elsewhere));
  await Promise.resolve();
  expect(told).toEqual([]);
  held = [{ name: 'optical-bench.trainer' }];
  hear();
  hear();
  await expect.poll(() => told).toEqual([true]);
  held = [];
  free();
  await expect.poll(() => told).toEqual([true, false]);
});
