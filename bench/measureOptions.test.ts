import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MEASURE_HELP, parseMeasureOptions } from './measureOptions.mjs';
import { exitOf, setEnv } from './testing';

const parse = (line: string) => parseMeasureOptions(line.split(' '));

describe('parseMeasureOptions', () => {
  test('judgements and a run are enough', () => {
    expect(parse('--qrels q --run r')).toEqual({
      help: false,
      qrels: 'q',
      runs: ['r'],
      measures: ['AP', 'nDCG@10', 'RR', 'P@10', 'R@100'],
      ties: 'trec',
      missing: 'skip',
      precision: 'float32',
      perQuery: false,
      json: undefined,
    });
  });

  test('every option', () => {
    setEnv('INIT_CWD', '/home/me');
    const line =
      '--run a b --qrels q --run c a --measures AP(rel=2)@5,,P@3 --ties mean --complete ' +
      '--precision float64 --per-query --json out/m.json';
    expect(parse(line)).toEqual({
      help: false,
      qrels: 'q',
      runs: ['a', 'b', 'c'],
      measures: ['AP(rel=2)@5', 'P@3'],
      ties: 'mean',
      missing: 'zero',
      precision: 'float64',
      perQuery: true,
      json: join('/home/me', 'out/m.json'),
    });
  });

  test('--help wins, and names every option', async () => {
    expect(parse('-h')).toEqual({ help: true });
    expect(parse('--help --ties x')).toEqual({ help: true });
    const named = new Set([...MEASURE_HELP.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name));
    expect(named.size).toBe(9);
    for (const option of named) {
      const { message } = await exitOf(() => parse(`${option} --bogus`));
      expect(message).not.toContain(`Unknown option '${option}'`);
    }
  });

  test.each([
    ['--run r', '--qrels FILE is needed, once'],
    ['--qrels q --qrels p --run r', '--qrels FILE is needed, once'],
    ['--qrels q', '--run FILE is needed'],
    ['--qrels q p --run r', 'Unexpected argument p.'],
    ['--qrels q --run r --complete s', 'Unexpected argument s.'],
    ['--qrels q --run r --measures ,', '--measures: expected names'],
    [
      '--qrels q --run r --ties any',
      '--ties: expected trec, insertion, best, worst or mean, got any',
    ],
    ['--qrels q --run r --precision half', '--precision: expected float32 or float64, got half'],
    ['--qrels q --run r --json=', '--json: expected a file, got nothing'],
    ['--qrels q --run r --bogus', "Unknown option '--bogus'"],
  ])('%s is wrong usage', async (line, message) => {
    const exit = await exitOf(() => parse(line));
    expect(exit.code).toBe(64);
    expect(exit.message.split('\n')[0]).toContain(message);
    expect(exit.message).toContain(MEASURE_HELP);
  });
});
