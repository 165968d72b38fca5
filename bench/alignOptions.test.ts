import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemList, summary } from './align.mjs';
import { ALIGN_HELP } from './alignHelp.mjs';
import { parseAlignOptions } from './alignOptions.mjs';
import { exitOf, setEnv } from './testing';

const DEFAULTS = {
  method: 'ot',
  itermaxOn: 'similarity',
  layer: 6,
  eps: 0.1,
  iterations: 500,
  tolerance: 1e-4,
  marginals: { kind: 'balanced' },
  distortion: 0,
  tau: 0.5,
  pool: 'any',
  scores: false,
};

const parse = (line: string) => parseAlignOptions(line.split(' '));

describe('parseAlignOptions', () => {
  test('a file is enough; the rest are the best known settings', () => {
    expect(parse('--pairs p.tsv')).toEqual({
      help: false,
      kind: 'pairs',
      input: 'p.tsv',
      gpu: 'auto',
      out: undefined,
      gold: undefined,
      measures: undefined,
      settings: DEFAULTS,
    });
    expect(parse('--vectors v.npz')).toMatchObject({ kind: 'vectors', input: 'v.npz' });
  });

  test('every option', () => {
    const line =
      '--pairs p --encoder embedded --layer 12 --method threshold --tau 0 --epsilon 0.02 --iterations 9 ' +
      '--distortion 0.5 --marginals unbalanced --rho 0.3 --words --pool mass --scores --out o/l --gpu software';
    setEnv('INIT_CWD', '/home/me');
    expect(parse(line)).toEqual({
      help: false,
      kind: 'pairs',
      input: 'p',
      gpu: 'software',
      out: join('/home/me', 'o/l'),
      settings: {
        ...DEFAULTS,
        method: 'threshold',
        layer: 12,
        eps: 0.02,
        iterations: 9,
        marginals: { kind: 'unbalanced', rhoX: 0.3, rhoY: 0.3 },
        distortion: 0.5,
        tau: 0,
        pool: 'mass',
        scores: true,
      },
    });
  });

  test('marginals have their own price or mass', () => {
    const marginals = (line: string) => parse(`--pairs p ${line}`).settings?.marginals;
    expect(marginals('--marginals unbalanced')).toEqual({ kind: 'unbalanced', rhoX: 1, rhoY: 1 });
    expect(marginals('--marginals partial')).toEqual({ kind: 'partial', mass: 0.9 });
    expect(marginals('--marginals partial --mass 1')).toEqual({ kind: 'partial', mass: 1 });
  });

  test('subwords pool nothing; itermax may read the plan', () => {
    expect(parse('--pairs p --subwords').settings?.pool).toBe('none');
    const itermax = parse('--pairs p --method itermax --on plan --epsilon 1 --pool mass').settings;
    expect(itermax).toMatchObject({ itermaxOn: 'plan', eps: 1, pool: 'mass' });
  });

  test('gold links, for links made here or elsewhere', () => {
    setEnv('INIT_CWD', '/home/me');
    const gold = { input: 'g', format: 'pharaoh', first: 0, compat: 'none', alpha: 0.5 };
    expect(parse('--pairs p --gold g')).toMatchObject({ kind: 'pairs', gold, settings: DEFAULTS });
    const given = parse('--links l --gold g --one-indexed --links-one-indexed --measures m.json');
    expect(given).toEqual({
      ...{ help: false, kind: 'links', input: 'l', gpu: 'auto', out: undefined, first: 1 },
      ...{ gold: { ...gold, first: 1 }, measures: join('/home/me', 'm.json') },
    });
    expect(
      parse('--pairs p --gold g --gold-format naacl --compat simalign --f-alpha 0.4').gold,
    ).toEqual({ ...gold, format: 'naacl', compat: 'simalign', alpha: 0.4 });
  });

  test('MTOP by language', () => {
    expect(parse('--mtop m --language de,th,de --split dev --limit 9 --layer 12')).toMatchObject({
      ...{ kind: 'mtop', input: 'm', languages: ['de', 'th'], split: 'dev', limit: 9 },
      settings: { ...DEFAULTS, layer: 12 },
    });
    expect(parse('--mtop m --language hi')).toMatchObject({ split: 'test', limit: undefined });
  });

  test('every option that the help names is understood', async () => {
    const named = new Set([...ALIGN_HELP.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name!));
    expect(named.size).toBe(30);
    for (const option of named) {
      // Wrong in value or company, perhaps, but never unknown.
      const { message } = await exitOf(() => parse(`${option} --bogus`));
      expect(message).not.toContain(`Unknown option '${option}'`);
    }
  });

  test('--help wins over what else is wrong', () => {
    expect(parse('-h')).toEqual({ help: true });
    expect(parse('--help --layer x')).toEqual({ help: true });
  });

  test.each([
    ['--layer 6', '--pairs, --vectors, --links or --mtop is needed, one of them'],
    ['--pairs p --vectors v', '--pairs, --vectors, --links or --mtop is needed, one of them'],
    ['--vectors v --layer 6', '--layer needs --pairs'],
    ['--pairs p --encoder bert', '--encoder: expected embedded, got bert'],
    ['--pairs p --layer 13', '--layer: expected a whole number from 0 to 12, got "13"'],
    ['--pairs p --layer 1.5', '--layer: expected a whole number'],
    ['--pairs p --method mwmf', '--method: expected ot, mutual, itermax or threshold, got mwmf'],
    ['--pairs p --epsilon 0', '--epsilon: expected more than 0, got "0"'],
    ['--pairs p --epsilon Infinity', '--epsilon: expected more than 0'],
    ['--pairs p --iterations 0', '--iterations: expected a whole number from 1'],
    ['--pairs p --distortion -1', '--distortion'],
    ['--pairs p --tau 0.3', '--tau needs --method threshold'],
    ['--pairs p --method threshold --tau 1', '--tau: expected 0 to below 1, got "1"'],
    ['--pairs p --on plan', '--on needs --method itermax'],
    ['--pairs p --method mutual --epsilon 0.1', '--epsilon needs a transport plan'],
    ['--pairs p --method itermax --marginals partial', '--marginals needs a transport plan'],
    ['--pairs p --method mutual --pool mass', '--pool mass sums the mass of a transport plan'],
    ['--pairs p --rho 1', '--rho needs --marginals unbalanced'],
    ['--pairs p --marginals partial --rho 1', '--rho needs --marginals unbalanced'],
    ['--pairs p --marginals partial --mass 0', '--mass: expected more than 0, at most 1, got "0"'],
    ['--pairs p --words --subwords', '--words and --subwords exclude each other'],
    ['--pairs p --subwords --pool any', '--pool needs --words'],
    ['--links l', '--links needs --gold FILE'],
    ['--links l --gold g --layer 6', '--layer needs an alignment, not --links'],
    ['--links l --gold g --out o', '--out needs --pairs or --vectors'],
    ['--pairs p --links l', 'is needed, one of them'],
    ['--pairs p --measures m', '--measures needs --gold or --mtop'],
    ['--pairs p --one-indexed', '--one-indexed needs --gold'],
    ['--pairs p --links-one-indexed', '--links-one-indexed needs --links'],
    ['--pairs p --gold g --subwords', '--gold needs links between words'],
    ['--pairs p --gold g --gold-format xml', '--gold-format: expected pharaoh, naacl or xlwa'],
    ['--pairs p --gold g --gold-format naacl --one-indexed', '--one-indexed: naacl counts from 1'],
    ['--pairs p --gold g --compat awesome', '--compat: expected none or simalign, got awesome'],
    ['--pairs p --gold g --f-alpha 2', '--f-alpha: expected 0 to 1, got "2"'],
    ['--pairs p --language de', '--language needs --mtop'],
    ['--mtop m', '--mtop needs --language LIST, e.g. de,th; got ""'],
    ['--mtop m --language de,,th', '--mtop needs --language LIST, e.g. de,th; got "de,,th"'],
    ['--mtop m --language de --limit 0', '--limit: expected a whole number from 1, got "0"'],
    ['--mtop m --language de --split eval', '--split: expected test, dev or train, got eval'],
    ['--mtop m --language de --gold g', '--gold needs --pairs, --vectors or --links'],
    ['--pairs p --gpu fast', '--gpu: expected auto, hardware or software, got fast'],
    ['--pairs p --bogus', "Unknown option '--bogus'"],
    ['--pairs p stray', 'stray'],
  ])('%s is wrong usage', async (line, message) => {
    const exit = await exitOf(() => parse(line));
    expect(exit.code).toBe(64);
    expect(exit.message.split('\n')[0]).toContain(message);
    expect(exit.message).toContain(ALIGN_HELP);
  });
});

test('the summary gives pairs a second without loading', () => {
  const seconds = { load: 2, encode: 3, solve: 0.5, link: 0.5 };
  expect(summary({ pairs: 100, seconds, solver: 'WASM' })).toBe(
    '100 pairs in 4.0 s, 25.0 a second (encode 3.0 s, transport (WASM) 0.5 s, links 0.5 s; 2.0 s to load)',
  );
  const idle = { load: 2, encode: 0, solve: 0, link: 0 };
  expect(summary({ pairs: 0, seconds: idle, solver: '' })).toBe(
    '0 pairs in 0.0 s (links 0.0 s; 2.0 s to load)',
  );
});

test('a long list of problems is cut, and says by how much', () => {
  const problems = Array.from({ length: 25 }, (_, at) => `p:${at + 1}: bad`);
  expect(problemList(problems.slice(0, 20)).split('\n')).toHaveLength(20);
  expect(problemList(problems).split('\n').slice(-2)).toEqual(['p:20: bad', 'and 5 more']);
});
