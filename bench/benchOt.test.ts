import { describe, expect, test } from 'vitest';
import { BENCH_HELP, bench } from './bench.mjs';
import { BENCH_OT_HELP, benchOt, parseBenchOtOptions, table } from './benchOt.mjs';
import { exitOf } from './testing';

const parse = (line: string) => parseBenchOtOptions(line.split(' '));

describe('bench', () => {
  test.each([
    [[], 'Which bench?'],
    [['nothing'], 'Unknown bench nothing'],
    [['toString'], 'Unknown bench toString'],
  ])('%j is wrong usage', async (args, message) => {
    expect(await exitOf(() => bench(args))).toMatchObject({
      code: 64,
      message: `${message}\n\n${BENCH_HELP}`,
    });
  });
});

describe('parseBenchOtOptions', () => {
  test('cases are enough', () => {
    const defaults = { help: false, cases: 'c.json', engine: 'all', gpu: 'auto', out: undefined };
    expect(parse('--cases c.json')).toEqual(defaults);
    expect(parse('--cases c --engine wasm --gpu software --out /tmp/o.json')).toEqual({
      help: false,
      cases: 'c',
      engine: 'wasm',
      gpu: 'software',
      out: '/tmp/o.json',
    });
    expect(parse('--help')).toEqual({ help: true });
  });

  test.each([
    ['--engine wasm', '--cases FILE.json is needed'],
    ['--cases c --engine cpu', '--engine: expected all, gpu, wasm or float64, got cpu'],
    ['--cases c --gpu fast', '--gpu: expected auto, hardware or software, got fast'],
    ['--cases c --bogus', "Unknown option '--bogus'"],
  ])('%s is wrong usage', async (line, message) => {
    const exit = await exitOf(() => parse(line));
    expect(exit.code).toBe(64);
    expect(exit.message.split('\n')[0]).toContain(message);
    expect(exit.message).toContain(BENCH_OT_HELP);
  });

  test('a file that is not there is named', async () => {
    expect(await exitOf(() => benchOt(['--cases', '/nowhere.json']))).toMatchObject({
      code: 64,
      message: '--cases /nowhere.json: no such file',
    });
  });
});

test('a line a case and engine, under headings', () => {
  const row = {
    ...{ name: 'rect', n: 7, m: 11, d: 16, eps: 0.05, engine: 'WASM' },
    ...{ planError: 1.23e-7, lossError: 0, planFixedError: 4e-6, exactError: Number.NaN },
    ...{ sameLossError: null, sameGradientError: null },
    reported: {
      ...{ converged: true, iterations: 24, rowError: 1e-7, columnError: 0 },
      ...{ gap: -3.2e-9, domain: 'kernel' },
    },
    recomputed: { rowError: 1e-7, columnError: 0, gap: 0 },
    confirmed: true,
    missed: ['A3 exact NaN > 5e-5', 'A4 not finite'],
  };
  const [headings, line, ...rest] = table([row]).split('\n');
  expect(rest).toEqual([]);
  expect(headings!.split(/ {2,}/)).toHaveLength(16);
  expect(line!.trim().split(/ {2,}/)).toEqual([
    ...['rect', '7 x 11 x 16', '0.05', 'WASM', '1.2e-7', '0', '4.0e-6', 'NaN', 'yes', '24'],
    ...['1.0e-7', '0', '-3.2e-9', 'kernel', 'yes', 'A3 exact NaN > 5e-5; A4 not finite'],
  ]);
  expect(line!.indexOf('7 x 11')).toBe(headings!.indexOf('n x m') - 2);
});
