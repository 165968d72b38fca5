import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseStudyConfig } from '../src/report';
import { STUDY_HELP } from './studyHelp.mjs';
import { parseStudyOptions } from './studyOptions.mjs';
import { exitOf, setEnv, temporaryFolder } from './testing';

const NOTHING = {
  corpus: [],
  translations: [],
  relevance: [],
  bitext: [],
  trec: undefined,
  perQuery: false,
  ranker: '',
  imports: [],
  exports: undefined,
  fresh: false,
  out: 'study-out',
  gpu: 'auto',
  help: false,
  config: {},
};

describe('parseStudyOptions', () => {
  test('no flags leave everything to the defaults', () => {
    expect(parseStudyOptions([])).toEqual(NOTHING);
  });

  test('every flag, and the page accepts the config', () => {
    const line =
      '--mtop m --bitext b --train dev --methods ot,mse --languages de,th --seeds 1,2 --limit 9 ' +
      '--epsilon 0.05 --steps 7 --batch 8 --learning-rate 0.002 --pairs 6 --student top-2 --joint ' +
      '--placebo shuffled --plan-layer 6 --backend wgsl --storage f16 --ranker kl --fresh --out /tmp/o --gpu software ' +
      '--export /tmp/x --export-full --import s.zip t --evaluate dev --tasks T1,T3 --ties worst --queries 5 ' +
      '--trec --trec-depth 100 --per-query --translations de.tsv --relevance w --train-share 0.5 --distil-for low --high de --low th,hi';
    const options = parseStudyOptions(line.split(' '));
    expect(options).toEqual({
      corpus: ['m'],
      translations: ['de.tsv'],
      relevance: ['w'],
      trainShare: 0.5,
      bitext: ['b'],
      trec: { depth: 100 },
      perQuery: true,
      out: '/tmp/o',
      gpu: 'software',
      help: false,
      ranker: '',
      imports: ['s.zip', 't'],
      exports: { folder: '/tmp/x', whole: true },
      fresh: true,
      config: {
        ranker: { loss: 'kl' },
        methods: ['ot', 'mse'],
        languages: ['de', 'th'],
        seeds: [1, 2],
        trainSplit: 'dev',
        evaluationSplit: 'dev',
        distilFor: 'low',
        groups: { name: 'own groups', high: ['de'], low: ['th', 'hi'] },
        tasks: ['T1', 'T3'],
        ties: 'worst',
        queries: 5,
        limit: 9,
        pairs: 6,
        student: 'top-2',
        joint: true,
        placebo: 'shuffled',
        planLayer: 6,
        backend: 'wgsl',
        storage: 'f16',
        distil: { epsilon: 0.05, steps: 7, batch: 8, learningRate: 0.002 },
      },
    });
    expect(parseStudyConfig(options.config)).toMatchObject(options.config);
  });

  test('the help names every flag that is understood', () => {
    for (const [, flag] of STUDY_HELP.matchAll(/^ {2}(--[a-z-]+)/gm)) {
      const value = {
        ...{ '--help': [], '--joint': [], '--fresh': [], '--gpu': ['auto'] },
        ...{ '--trec': [], '--per-query': [], '--query-expansion': [], '--raw-vectors': [] },
        ...{ '--encoder': ['embedded'], '--trust-ids': [] },
        ...{ '--filter': ['script'], '--fields': ['english=a,foreign=b'] },
      }[flag!] ?? ['1'];
      const beside = ['--others', '--triples', '--split', '--query-language', '--rerank'];
      const others = ['--config', '--export-full', '--trec-depth', '--high', '--hub'];
      if (![...beside, ...others].includes(flag!))
        expect(() => parseStudyOptions([flag!, ...value])).not.toThrow();
    }
    expect(STUDY_HELP.match(/^ {2}--/gm)).toHaveLength(62);
  });

  test('filters and fields of bitext', async () => {
    const args = [
      '--filter',
      'script, length=2.5,score=0',
      '--fields',
      'english=t.en,foreign=t.sw',
    ];
    expect(parseStudyOptions([...args, '--trust-ids'])).toMatchObject({
      pairs: {
        filters: { script: true, lengthRatio: 2.5, score: 0 },
        fields: { english: 't.en', foreign: 't.sw' },
      },
      trustIds: true,
    });
    expect(parseStudyOptions([])).not.toHaveProperty('pairs');
    for (const [flag, value] of [
      ['--filter', 'length'],
      ['--filter', 'script=1'],
      ['--filter', '__proto__'],
      ['--filter', 'score='],
      ['--fields', 'english=a'],
      ['--fields', 'english=a,foreign=b,other=c'],
    ] as const)
      expect((await exitOf(() => parseStudyOptions([flag, value]))).message).toContain(
        `${flag}: expected`,
      );
  });

  test('an encoder is a model of the hub or a folder, with what is put around texts', async () => {
    const line =
      '--encoder lab/e5@v1 --hub http://mirror --layer 6 --dtype q8 --special-tokens keep';
    const rest =
      '--skiplist punctuation --query-expansion --max-tokens 64 --pooling cls --raw-vectors';
    const flags = [...`${line} ${rest}`.split(' '), '--query-prefix', 'query: '];
    const { encoder, config } = parseStudyOptions([...flags, '--prefix-tokens', 'keep']);
    expect(encoder).toEqual({
      ...{ kind: 'hub', id: 'lab/e5', revision: 'v1', endpoint: 'http://mirror' },
    });
    expect(config).toEqual({
      layer: 6,
      encoder: {
        ...{ source: 'lab/e5', revision: 'v1', dtype: 'q8', queryPrefix: 'query: ' },
        ...{ prefixTokens: 'keep', specialTokens: 'keep', skiplist: 'punctuation' },
        ...{ queryExpansion: true, maxTokens: 64, pooling: 'cls', normalise: false },
      },
    });
    expect(parseStudyConfig(config)).toMatchObject(config);
    const path = join(temporaryFolder({ 'model/tokenizer.json': '{}' }), 'model');
    const local = parseStudyOptions(['--encoder', path]);
    expect(local.encoder).toEqual({ kind: 'folder', path, name: 'model' });
    expect(local.config).toEqual({ encoder: { source: 'folder:model', revision: '' } });
    expect(parseStudyOptions(['--encoder', 'embedded']).config.encoder.source).toBe('embedded');
    for (const [args, message] of [
      [['--encoder', '../none'], '--encoder: expected embedded, a folder, or ORGANISATION/NAME'],
      [['--hub', 'http://x'], '--hub: expected --encoder ID beside it'],
      [['--max-tokens', 'x'], '--max-tokens: expected a number, got "x"'],
    ] as const)
      expect((await exitOf(() => parseStudyOptions(args))).message).toContain(message);
  });

  test('a collection is ranked in place of a corpus', async () => {
    const options = parseStudyOptions(
      '--collection a b --rerank r.run --bitext c --trec'.split(' '),
    );
    expect(options).toEqual({
      ...NOTHING,
      corpus: ['a', 'b'],
      collection: { run: 'r.run' },
      bitext: ['c'],
      trec: { depth: 0 },
    });
    expect(parseStudyOptions(['--collection', 'a', '--ntrex', 'n'])).toEqual({
      ...NOTHING,
      corpus: ['a'],
      collection: {},
      bitext: ['n'],
    });
    expect(await exitOf(() => parseStudyOptions(['--rerank', 'r']))).toMatchObject({
      code: 64,
      message: '--rerank: expected --collection beside it',
    });
    expect(
      await exitOf(() => parseStudyOptions(['--collection', 'a', '--mtop', 'm'])),
    ).toMatchObject({
      code: 64,
      message: '--collection: it is ranked in place of a corpus: expected no --mtop beside it',
    });
  });

  test('what the files of a collection do not say', async () => {
    const line =
      '--collection a --split dev.small --others 0 --triples 5 --query-language sw --document-language de';
    expect(parseStudyOptions(line.split(' ')).collection).toEqual({
      ...{ split: 'dev.small', others: 0, triples: 5 },
      ...{ queryLanguage: 'sw', documentLanguage: 'de' },
    });
    for (const [args, message] of [
      ['--others 5', '--others: expected --collection beside it'],
      ['--mtop m --split dev', '--split: expected --collection beside it'],
      ['--document-language de', '--document-language: expected --collection beside it'],
      [
        '--collection a --rerank r --others 5',
        '--others: the documents are those of --rerank: expected one of both',
      ],
      ['--collection a --others 1.5', '--others: expected a whole number, at least 0, got "1.5"'],
      ['--collection a --triples 0', '--triples: expected a whole number, at least 1, got "0"'],
      ['--collection a --others many', '--others: expected a number, got "many"'],
      ['--collection a --split=', '--split: expected a name, got nothing'],
    ] as const)
      expect(await exitOf(() => parseStudyOptions(args.split(' ')))).toMatchObject({
        ...{ code: 64, message },
      });
  });

  test('a study says which path is its corpus and which its bitext', async () => {
    const folder = temporaryFolder({
      'news.json': JSON.stringify({
        ...{ title: 'News', about: '', corpus: 'mtop', bitext: ['ntrex', 'embedded:cldr'] },
        config: { seeds: [1, 2] },
      }),
      'seven.json': JSON.stringify({ title: 'Seven', about: '', corpus: 'ntrex', config: {} }),
    });
    const news = ['--config', join(folder, 'news.json')];
    const seven = ['--config', join(folder, 'seven.json')];
    const paths = ['--mtop', 'm', '--ntrex', 'n'];
    expect(parseStudyOptions([...news, ...paths, '--seeds', '3'])).toMatchObject({
      ...{ corpus: ['m'], bitext: ['n', 'embedded:cldr'], config: { seeds: [3] } },
    });
    expect(parseStudyOptions([...seven, ...paths])).toMatchObject({ corpus: ['n'], bitext: [] });
    expect(parseStudyOptions(['--ntrex', 'n'])).toMatchObject({ corpus: ['n'], bitext: [] });
    expect(parseStudyOptions(paths)).toMatchObject({ corpus: ['m'], bitext: ['n'] });
    for (const [line, message] of [
      [news, /study of mtop: expected --mtop PATH/],
      [[...news, '--mtop', 'm'], /bitext is ntrex: expected --ntrex PATH/],
      [[...seven, '--mtop', 'm'], /study of ntrex: expected --ntrex PATH/],
      [['--trec-depth', '5'], /expected --trec beside it/],
      [['--high', 'de'], /--low: expected beside the other group/],
    ] as const)
      expect(await exitOf(() => parseStudyOptions([...line]))).toMatchObject({
        code: 64,
        message: expect.stringMatching(message),
      });
  });

  test('--help and -h, also beside a config that is not there', () => {
    expect(parseStudyOptions(['-h']).help).toBe(true);
    expect(parseStudyOptions(['--help', '--config', '/nowhere.json']).help).toBe(true);
  });

  test('lists may have spaces and empty places', () => {
    expect(parseStudyOptions(['--languages', ' de, th,']).config.languages).toEqual(['de', 'th']);
  });

  test('--bitext takes several paths, several times', () => {
    const args = ['--bitext', 'a', 'b', '--limit', '5', '--bitext=c', 'd'];
    expect(parseStudyOptions(args).bitext).toEqual(['a', 'b', 'c', 'd']);
  });

  test.each([
    [['stray']],
    [['--mtop', 'm', 'stray']],
    [['stray', '--bitext', 'a']],
    [['--bitext', 'a', '--methods', 'ot', 'stray']],
  ])('a path that belongs to no --bitext is refused: %j', async (args) => {
    expect(await exitOf(() => parseStudyOptions(args))).toMatchObject({
      code: 64,
      message: `Unexpected argument stray.\n\n${STUDY_HELP}`,
    });
  });

  test.each([
    [['--bogus'], '--bogus'],
    [['--limit'], '--limit'],
    [['--limit', '-1'], '--limit'],
  ])('%j is wrong usage, with the help', async (args, named) => {
    const { code, message } = await exitOf(() => parseStudyOptions(args));
    expect(code).toBe(64);
    expect(message.split('\n')[0]).toContain(named);
    expect(message).toContain(STUDY_HELP);
  });

  test('--export-full needs --export', async () => {
    expect(await exitOf(() => parseStudyOptions(['--export-full']))).toMatchObject({
      code: 64,
      message: '--export-full: expected --export DIR beside it',
    });
  });

  test.each([
    [['--limit', 'ten'], '--limit: expected a number, got "ten"'],
    [['--limit', ' '], '--limit: expected a number, got " "'],
    [['--seeds', '1,x'], '--seeds: expected a number, got "x"'],
    [['--epsilon', 'Infinity'], '--epsilon: expected a number, got "Infinity"'],
    [['--plan-layer', 'first'], '--plan-layer: expected a number, got "first"'],
    [['--gpu', 'fast'], '--gpu: expected auto, hardware or software, got fast'],
  ])('%j names the flag and the value', async (args, message) => {
    expect(await exitOf(() => parseStudyOptions(args))).toMatchObject({ code: 64, message });
  });

  test('--plan-layer last is no number', () => {
    expect(parseStudyOptions(['--plan-layer', 'last']).config).toEqual({ planLayer: 'last' });
  });

  test('values out of range are left to the page, which names the field', () => {
    const { config } = parseStudyOptions(['--epsilon', '0']);
    expect(() => parseStudyConfig(config)).toThrow('distil.epsilon: expected more than 0, got 0');
  });
});

describe('--config', () => {
  test('is read from where the user stands, and flags win over it field by field', () => {
    const folder = temporaryFolder({
      'c.json': JSON.stringify({ seeds: [5], limit: 3, distil: { epsilon: 0.5, pull: 0 } }),
    });
    setEnv('INIT_CWD', folder);
    const { config, out } = parseStudyOptions(
      '--config c.json --seeds 6 --epsilon 0.1 --out results'.split(' '),
    );
    expect(config).toEqual({ seeds: [6], limit: 3, distil: { epsilon: 0.1, pull: 0 } });
    expect(out).toBe(join(folder, 'results'));
  });

  test.each([
    ['{', /c\.json: .*JSON/],
    ['null', /c\.json: expected an object/],
    ['[1]', /c\.json: expected an object/],
    ['"ot"', /c\.json: expected an object/],
  ])('%s is refused by name', async (text, message) => {
    const file = join(temporaryFolder({ 'c.json': text }), 'c.json');
    const exit = await exitOf(() => parseStudyOptions(['--config', file]));
    expect(exit.code).toBe(64);
    expect(exit.message).toMatch(message);
  });

  test('a missing file is refused by name', async () => {
    const exit = await exitOf(() => parseStudyOptions(['--config', '/nowhere/c.json']));
    expect(exit).toMatchObject({ code: 64 });
    expect(exit.message).toContain('--config /nowhere/c.json: ENOENT');
  });
});
