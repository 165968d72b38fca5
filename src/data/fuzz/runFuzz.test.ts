import { expect, test } from 'vitest';
import { ParseError } from '../../lib';
import { allTargets } from './allTargets';
import { judgeCase } from './judgeCase';
import { MUTATORS, mutate } from './mutate';
import { runFuzz } from './runFuzz';
import { countLines, refusing, seedOf, wantWellFormed } from './targeting';
import type { FuzzTarget } from './types';

const SEED = seedOf('f.tsv', 'a\t1', 'b\t2', 'c\t3', '');
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const target = (read: (bytes: Uint8Array) => unknown, name = 'planted'): FuzzTarget => ({
  name,
  seeds: [SEED],
  async read({ bytes }) {
    const kept = await read(bytes);
    return { kept: typeof kept === 'number' ? kept : 0, bad: 0 };
  },
});
const reasonOf = async (planted: FuzzTarget, cases = 300) =>
  (await runFuzz(planted, { cases, seed: 3 })).failure?.reason;

test('a parser that keeps every promise does not fail, and cases are as many as asked for', async () => {
  const honest = target((bytes) => {
    if (bytes.length % 2 === 1) throw new ParseError('f.tsv', 0, '', 'odd');
    return 1;
  });
  // The seed has 12 bytes.
  const { cases, read, refused, failure } = await runFuzz(honest, { cases: 200, seed: 1 });
  expect(failure).toBeUndefined();
  expect([cases, read + refused]).toEqual([200, 200]);
  expect(Math.min(read, refused)).toBeGreaterThan(20);
});

test.each<[string, (bytes: Uint8Array) => unknown, RegExp]>([
  [
    'another error',
    (bytes) => {
      if (bytes.includes(0)) throw new TypeError('no');
    },
    /^TypeError: no/,
  ],
  [
    'a changed prototype',
    (bytes) => {
      if (text(bytes).includes('__proto__')) Reflect.set(Object.prototype, 'polluted', 1);
    },
    /changed a prototype: polluted/,
  ],
  [
    'a rejection that nobody hears',
    (bytes) => {
      if (bytes.length === 0) void Promise.reject(new Error('lost'));
    },
    /left a rejection unheard: Error: lost/,
  ],
  ['another answer the second time', () => Math.floor(Math.random() * 1e9), /not the same twice/],
  ['no count', () => Number.NaN, /gave NaN rows/],
  [
    'bytes changed',
    (bytes) => {
      bytes[0] = 7;
    },
    /changed the bytes/,
  ],
  [
    'a valid file refused',
    () => {
      throw new ParseError('f', 0, '', 'no');
    },
    /refused a valid file/,
  ],
  [
    'half a character',
    (bytes) => wantWellFormed([text(bytes).includes('\ufffd') ? '\ud800' : 'a']),
    /half a surrogate pair/,
  ],
])('found: %s', async (_, read, reason) => {
  expect(await reasonOf(target(read))).toMatch(reason);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('a parser that computes for too long or allocates too much is found', async () => {
  const limits = { ms: 30, memoryFloor: 2 ** 24, memoryFactor: 64 };
  const slow = target(() => {
    const start = process.cpuUsage();
    for (let spent = 0; spent < 50_000; ) {
      const { user, system } = process.cpuUsage(start);
      spent = user + system;
    }
  });
  await expect(judgeCase(slow, SEED, false, limits)).rejects.toThrow(
    /took \d+ ms, wanted at most 30/,
  );
  const large = target(() => new Uint8Array(2 ** 25));
  await expect(judgeCase(large, SEED, false, { ...limits, ms: 1e6 })).rejects.toThrow(
    /allocated \d+ bytes, wanted at most 16777216/,
  );
});

test('a row that is lost is found, and the file made small', async () => {
  const rows = (bytes: Uint8Array) =>
    text(bytes)
      .split('\n')
      .filter((line) => line.trim() !== '');
  const losing = {
    ...target((bytes) => rows(bytes).filter((line) => !line.includes('"')).length),
    rows: countLines,
  };
  const { failure } = await runFuzz(losing, { cases: 500, seed: 3 });
  expect(failure?.reason).toMatch(/kept \d+ rows and reported 0, but \d+ are there/);
  expect(failure?.mutations).toHaveLength(1);
  // Its path leads to the same file.
  const again = await runFuzz(losing, { cases: 1, seed: 3, path: failure!.path });
  expect(text(again.failure!.file.bytes)).toBe(text(failure!.file.bytes));
});

test('documented errors of another class are refusals, others stay what they are', () => {
  const read = (error: Error) => () =>
    refusing('f', /^Config: /, () => {
      throw error;
    });
  expect(read(new RangeError('Config: no'))).toThrow(ParseError);
  expect(read(new RangeError('stack'))).toThrow(RangeError);
});

test('mutators leave their input alone, give the same twice, and know no other name', () => {
  const { bytes } = seedOf(
    'f.json',
    '{"id": 12, "text": "Wörter", "list": [1, 2.5]}',
    'x\ty\tz',
    '',
  );
  const before = text(bytes);
  const changed = new Set<string>();
  for (const kind of MUTATORS.keys())
    for (let pick = 0; pick < 40; pick++) {
      const draw = { kind, at: pick * 7919, to: pick * 104_729 + 1, size: pick * 31, pick };
      if (pick > 9 && /Long|Deep/.test(kind)) break;
      const once = mutate(bytes, [draw]);
      expect(Buffer.compare(once, mutate(bytes, [draw]))).toBe(0);
      if (Buffer.compare(once, bytes) !== 0) changed.add(kind);
    }
  expect([...MUTATORS.keys()].filter((kind) => !changed.has(kind))).toEqual([]);
  expect(text(bytes)).toBe(before);
  expect(() => mutate(bytes, [{ kind: 'x', at: 0, to: 0, size: 0, pick: 0 }])).toThrow(/got x$/);
  for (const kind of MUTATORS.keys())
    mutate(new Uint8Array(), [
      { kind, at: 2 ** 32 - 1, to: 5, size: 2 ** 32 - 1, pick: 2 ** 32 - 1 },
    ]);
});

test('numbers of cases and targets without seeds are refused', async () => {
  await expect(
    runFuzz(
      target(() => 1),
      { cases: 0, seed: 1 },
    ),
  ).rejects.toThrow(/got 0/);
  const bare = { ...target(() => 1), seeds: [] };
  await expect(runFuzz(bare, { cases: 1, seed: 1 })).rejects.toThrow(/planted has no seeds/);
});

// `npm test` runs thousands; here a few show that each parser and the harness fit each other.
test('twelve cases of every parser', { timeout: 30_000 }, async () => {
  const failures: unknown[] = [];
  for (const one of allTargets()) {
    const { failure } = await runFuzz(one, { cases: 12, seed: 20 });
    if (failure) failures.push(failure);
  }
  expect(failures).toEqual([]);
});
