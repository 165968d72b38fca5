import { expect, test } from 'vitest';
import { runAll } from './fuzz.mjs';
import { FUZZ_HELP, parseFuzzOptions } from './fuzzOptions.mjs';
import { escaped, failureText, summaryLine } from './fuzzReport.mjs';
import { exitOf } from './testing';

const bytes = (text: string) => new TextEncoder().encode(text);

test('flags have defaults, and every one is in the help', () => {
  expect(parseFuzzOptions([])).toEqual({
    ...{ help: false, list: false, parser: [], path: undefined, cases: 12_000, seed: 7 },
  });
  const line = '--cases 5 --seed 0 --parser a --path 12:0:3';
  expect(parseFuzzOptions(line.split(' '))).toMatchObject({
    ...{ cases: 5, seed: 0, parser: ['a'], path: '12:0:3' },
  });
  expect(FUZZ_HELP.match(/^ {2}--/gm)).toHaveLength(6);
});

test.each([
  [['--cases', '0'], /^--cases: expected a whole number from 1 to 1000000000, got "0"/],
  [['--seed', '1.5'], /^--seed: .* got "1.5"/],
  [['--seed', '2147483648'], /^--seed: /],
  [['--path', '1'], /^--path: expected one --parser beside it/],
  [['--parser', 'a', '--path', 'x'], /^--path: expected numbers/],
  [['--parser', ''], /^--parser: expected a name/],
  [['stray'], /stray/],
  [['--bogus'], /--bogus/],
])('%j is wrong usage, with the help', async (args, message) => {
  const exit = await exitOf(() => parseFuzzOptions(args));
  expect(exit.code).toBe(64);
  expect(exit.message).toMatch(message);
  expect(exit.message).toContain(FUZZ_HELP);
});

test('the last line counts, and a failure can be run again', () => {
  const totals = { cases: 12_000, parsers: 31, read: 4812, refused: 7188, failures: [] };
  expect(summaryLine(totals, 7)).toBe(
    'fuzz: 12,000 cases, 31 parsers, 4,812 read, 7,188 refused, 0 failed (seed 7)',
  );
  const failure = { target: 'readX, zip', seed: 7, path: '3:0', reason: 'Error: no\n    at f' };
  const file = { path: 'x.zip', bytes: bytes(`PK\0\t"\\\n${'a'.repeat(1000)}é`) };
  expect(failureText({ ...failure, file, mutations: ['truncate'] }).split('\n')).toEqual([
    'FAILED readX, zip, seed 7, path 3:0',
    '  Error: no',
    '      at f',
    '  x.zip: 1,009 bytes, after truncate',
    '  "PK\\x00\\t\\"\\\\\\n{a x 1000}\\xc3\\xa9"',
    "  npm run fuzz -- --parser 'readX, zip' --seed 7 --path 3:0",
  ]);
  expect(escaped(Uint8Array.from({ length: 1000 }, (_, at) => 97 + (at % 7)))).toMatch(
    /^"[a-g]{400}"…$/,
  );
});

test('a parser that hangs or fills the memory fails, and those after it are run', async () => {
  const told: string[] = [];
  const options = { ...parseFuzzOptions(['--cases', '8']), harness: './bench/fuzzTesting.ts' };
  const totals = await runAll(options, (text: string) => told.push(text), {
    ...{ patience: 3000, heap: 64 },
  });
  expect(totals).toMatchObject({ parsers: 4, names: ['a', 'full', 'hang', 'z'] });
  expect(totals.read).toBe(4);
  expect(totals.failures.map(({ target }: { target: string }) => target)).toEqual(['full', 'hang']);
  expect(told[0]).toMatch(/memory/);
  expect(told[1]).toMatch(/^FAILED hang, seed 7, path 0\n {2}hangs: no answer in 3 s/);
});

test('a parser that is not there is wrong usage', async () => {
  const options = { ...parseFuzzOptions(['--parser', 'q']), harness: './bench/fuzzTesting.ts' };
  await expect(runAll(options, () => undefined)).rejects.toMatchObject({
    code: 64,
    message: expect.stringMatching(/^--parser q: no such parser; known:\n {2}a\n/),
  });
});
