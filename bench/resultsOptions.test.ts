import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseStudyConfig } from '../src/report';
import { parseResultsOptions, RESULTS_HELP, readStudies } from './resultsOptions.mjs';
import { exitOf, setEnv, temporaryFolder } from './testing';

describe('parseResultsOptions', () => {
  test('no flags leave everything to the defaults', () => {
    expect(parseResultsOptions([])).toEqual({
      mtop: [],
      ntrex: [],
      gpu: 'auto',
      keep: false,
      help: false,
      jobs: 1,
      folder: 'studies',
      out: 'results-out',
      doc: join('docs', 'results.md'),
      names: undefined,
      trial: {},
    });
  });

  test('every flag, paths from where the user stands', () => {
    setEnv('INIT_CWD', '/from');
    const line =
      '--mtop m --ntrex n --studies a,b --folder f --jobs 2 --out o --keep --doc d.md ' +
      '--limit 9 --seeds 1,2 --steps 3 --gpu software';
    expect(parseResultsOptions(line.split(' '))).toMatchObject({
      mtop: ['m'],
      ntrex: ['n'],
      names: ['a', 'b'],
      folder: '/from/f',
      jobs: 2,
      out: '/from/o',
      keep: true,
      doc: '/from/d.md',
      gpu: 'software',
      trial: { limit: 9, seeds: [1, 2], steps: 3 },
    });
  });

  test.each([
    [['--jobs', '0'], '--jobs: expected a whole number of at least 1, got "0"'],
    [['--seeds', '1,x'], '--seeds: expected a whole number of at least 0, got "x"'],
    [['--gpu', 'fast'], '--gpu: expected auto, hardware or software, got fast'],
  ])('%j names flag and value', async (args, message) => {
    expect(await exitOf(() => parseResultsOptions(args))).toMatchObject({ code: 64, message });
  });

  test('an unknown flag is wrong usage, with the help', async () => {
    const { code, message } = await exitOf(() => parseResultsOptions(['--bogus']));
    expect(code).toBe(64);
    expect(message).toContain(RESULTS_HELP);
  });
});

describe('readStudies', () => {
  test('the page accepts the config of every study of the project', () => {
    const studies = readStudies('studies');
    expect(studies.length).toBeGreaterThanOrEqual(6);
    for (const { name, title, config } of studies) {
      expect(title, name).not.toBe('');
      expect(() => parseStudyConfig(config), name).not.toThrow();
    }
  });

  test('a trial overrides seeds and limit, and steps among the other fields of distil', () => {
    const config = { seeds: [1, 2], distil: { epsilon: 0.1 } };
    const study = { title: 't', about: 'a', corpus: 'ntrex', config };
    const folder = temporaryFolder({ 's.json': JSON.stringify(study), 'no.txt': '' });
    expect(readStudies(folder, undefined, { seeds: [5], limit: 7, steps: 3 })).toEqual([
      {
        name: 's',
        title: 't',
        about: 'a',
        corpus: 'ntrex',
        bitext: [],
        config: { seeds: [5], limit: 7, distil: { epsilon: 0.1, steps: 3 } },
      },
    ]);
  });

  test.each([
    ['{', /s\.json: .*JSON/],
    ['{}', /s\.json: title: expected a text, got undefined/],
    ['{"title":"t","about":"a"}', /s\.json: config: expected an object/],
    [
      '{"title":"t","about":"a","config":{},"corpus":"x"}',
      /corpus: expected mtop or ntrex, got "x"/,
    ],
    [
      '{"title":"t","about":"a","config":{},"corpus":"mtop","bitext":["/x"]}',
      /bitext: expected ntrex or embedded/,
    ],
  ])('%s is refused by name', async (text, message) => {
    const folder = temporaryFolder({ 's.json': text });
    const exit = await exitOf(() => readStudies(folder));
    expect(exit.code).toBe(64);
    expect(exit.message).toMatch(message);
  });

  test('an unknown name, with those there are', async () => {
    const folder = temporaryFolder({ 'a.json': '{}', 'b.json': '{}' });
    const exit = await exitOf(() => readStudies(folder, ['c']));
    expect(exit.message).toBe(`--studies: c is not in ${folder}; there are a, b`);
  });
});
