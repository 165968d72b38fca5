import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Bitext, Corpus, Split, Utterance } from '../data';
import { parseStudyConfig, type StudyConfigInput } from '../report';
import type { DistilProblem } from '../train';
import { planStudy, trains } from './plan';

type Ids = Readonly<Record<string, readonly string[]>>;

const utterance = (language: string, id: string): Utterance => ({
  id,
  language,
  text: language === 'en' ? `text ${id}` : `${language} of ${id}`,
  intent: `INTENT_${id.slice(-1)}`,
  domain: 'alarm',
  slots: [],
  parse: '',
});
/** Rows of one split: which ids each language has. */
const rowsOf = (ids: Ids) =>
  Object.entries(ids).flatMap(([language, list]) => list.map((id) => utterance(language, id)));
const range = (prefix: string, n: number) => Array.from({ length: n }, (_, k) => `${prefix}${k}`);
const everyone = (prefix: string, n: number): Ids => ({
  en: range(prefix, n),
  de: range(prefix, n),
  sw: range(prefix, n),
});
const corpusOf = (splits: Partial<Record<Split, readonly Utterance[]>>): Corpus => ({
  name: 'Small',
  synthetic: true,
  topic: 'intent',
  splits: { train: [], dev: [], test: [], ...splits },
});
const FULL = corpusOf({
  train: rowsOf(everyone('train', 30)),
  dev: rowsOf(everyone('dev', 8)),
  test: rowsOf(everyone('test', 6)),
});
const plan = (corpus: Corpus, config: StudyConfigInput = {}, bitext: readonly Bitext[] = []) =>
  planStudy({ corpus, bitext, records: [] }, parseStudyConfig(config));
const idsOf = (rows: readonly Utterance[] | undefined) => rows?.map(({ id }) => id);
const pairs = (language: string, ...english: string[]): Bitext => ({
  name: 'given',
  language,
  pairs: english.map((text) => ({ english: text, foreign: `${language}: ${text}` })),
});

test('queries are spread evenly and stand first among the documents', () => {
  const { evaluation, queries } = plan(FULL, { queries: 3 });
  expect(queries).toBe(3);
  expect(idsOf(evaluation.get('de'))).toEqual([
    'test0',
    'test2',
    'test4',
    'test1',
    'test3',
    'test5',
  ]);
  expect(idsOf(plan(FULL).evaluation.get('en'))).toEqual(range('test', 6));
  expect(plan(FULL, { queries: 99 }).queries).toBe(6);
});

describe('languages', () => {
  test('all of the test split, English first, where none is named', () => {
    expect(plan(FULL).languages).toEqual(['en', 'de', 'sw']);
  });

  test('the named ones, English among them, each once', () => {
    expect(plan(FULL, { languages: ['sw', 'en', 'sw'] }).languages).toEqual(['en', 'sw']);
  });

  test('an unknown one is refused with those there are', () => {
    expect(() => plan(FULL, { languages: ['de', 'fi'] })).toThrow(
      new RangeError('Study: language fi has no test rows in Small; wanted one of en, de, sw'),
    );
  });

  test('no English and no rows are refused', () => {
    const german = corpusOf({ test: rowsOf({ de: ['1'] }) });
    expect(() => plan(german)).toThrow(/no English test rows; documents are English. Found de/);
    expect(() => plan(corpusOf({}))).toThrow('Study: Small has no test rows');
  });
});

describe('evaluation ids', () => {
  test('are those that all languages have, in English order, and rows follow them', () => {
    const test = rowsOf({ en: ['a1', 'a2', 'a3', 'a4'], de: ['a4', 'a1', 'a3'], sw: ['a3', 'a4'] });
    const { evaluation } = plan({ ...FULL, splits: { ...FULL.splits, test } });
    for (const language of ['en', 'de', 'sw']) {
      expect(idsOf(evaluation.get(language))).toEqual(['a3', 'a4']);
      expect(evaluation.get(language)!.every((row) => row.language === language)).toBe(true);
    }
  });

  test('limit takes the first, and 0 takes all', () => {
    expect(idsOf(plan(FULL, { limit: 2 }).evaluation.get('sw'))).toEqual(['test0', 'test1']);
    expect(plan(FULL, { limit: 0 }).evaluation.get('sw')).toHaveLength(6);
    expect(plan(FULL, { limit: 99 }).evaluation.get('sw')).toHaveLength(6);
  });

  test('none in common is refused with the languages', () => {
    const test = rowsOf({ en: ['1'], de: ['2'] });
    expect(() => plan(corpusOf({ test }))).toThrow(
      'Study: no test id of Small is there in all of en, de',
    );
  });
});

describe('training and held-out ids', () => {
  test('train is trained on, dev is held out', () => {
    const { rankerTexts, dev, notes } = plan(FULL);
    expect(idsOf(rankerTexts)).toEqual(range('train', 30));
    expect(rankerTexts.every(({ language }) => language === 'en')).toBe(true);
    expect([...dev.keys()]).toEqual(['en', 'de', 'sw']);
    expect(idsOf(dev.get('sw'))).toEqual(range('dev', 8));
    expect(notes).toEqual([]);
  });

  test('of a long dev split two hundred are held out, the same every time', () => {
    const long = corpusOf({ ...FULL.splits, dev: rowsOf(everyone('dev', 260)) });
    const ids = idsOf(plan(long).dev.get('en'))!;
    expect(new Set(ids).size).toBe(200);
    expect(idsOf(plan(long).dev.get('de'))).toEqual(ids);
  });

  test('where dev is trained on, a tenth of it is held out of ranker and bitext', () => {
    const corpus = corpusOf({ ...FULL.splits, dev: rowsOf(everyone('dev', 40)) });
    const { rankerTexts, dev, bitext } = plan(corpus, { trainSplit: 'dev' });
    const held = idsOf(dev.get('en'))!;
    expect(held).toHaveLength(4);
    expect(idsOf(dev.get('sw'))).toEqual(held);
    expect([...held, ...idsOf(rankerTexts)!].sort()).toEqual(range('dev', 40).sort());
    const taught = new Set(bitext.get('de')!.map(({ english }) => english));
    expect(taught.size).toBe(36);
    for (const id of held) expect(taught).not.toContain(`text ${id}`);
  });

  test('without dev rows a tenth of train is held out', () => {
    const { rankerTexts, dev } = plan(corpusOf({ ...FULL.splits, dev: [] }));
    expect(dev.get('de')).toHaveLength(3);
    expect(rankerTexts).toHaveLength(27);
  });

  test('without train rows dev is trained on, and a note says so; and the other way round', () => {
    const noTrain = plan(corpusOf({ ...FULL.splits, train: [] }));
    expect(noTrain.notes).toEqual(['Small has no train rows; its dev rows are trained on.']);
    expect(noTrain.rankerTexts).toHaveLength(7);
    const noDev = plan(corpusOf({ ...FULL.splits, dev: [] }), { trainSplit: 'dev' });
    expect(noDev.notes).toEqual(['Small has no dev rows; its train rows are trained on.']);
    expect(noDev.rankerTexts).toHaveLength(27);
  });

  test('nothing to train on is refused', () => {
    const bare = corpusOf({ test: FULL.splits.test });
    expect(() => plan(bare)).toThrow('Study: Small has neither train nor dev rows to train on');
    const one = corpusOf({ ...bare.splits, train: rowsOf({ en: ['t1'], de: ['t1'], sw: ['t1'] }) });
    expect(() => plan(one)).toThrow('Study: no two train ids of Small are there in en, de, sw');
  });

  test('the encoder alone needs no training rows', () => {
    const bare = corpusOf({ test: FULL.splits.test });
    const { rankerTexts, bitext, dev, notTrained, evaluation } = plan(bare, {
      methods: ['encoder-zero-shot'],
    });
    expect([rankerTexts, [...bitext], [...dev], notTrained]).toEqual([[], [], [], []]);
    expect(evaluation.get('de')).toHaveLength(6);
  });

  test('trains tells which methods need the ranker', () => {
    expect(trains(parseStudyConfig({ methods: ['encoder-zero-shot'] }))).toBe(false);
    expect(trains(parseStudyConfig({ methods: ['encoder-zero-shot', 'zero-shot'] }))).toBe(true);
  });
});

describe('evaluation texts in the training data', () => {
  // Differs from test id 2 in case and white space alone.
  const leak = { ...utterance('en', 'train5'), text: 'TEXT  Test2 ' };

  test('leave ranker and own bitext, with a note', () => {
    const train = FULL.splits.train.map((row) =>
      row.language === 'en' && row.id === 'train5' ? leak : row,
    );
    const { rankerTexts, bitext, notes } = plan(corpusOf({ ...FULL.splits, train }));
    expect(rankerTexts).toHaveLength(29);
    expect(idsOf(rankerTexts)).not.toContain('train5');
    expect(bitext.get('sw')).toHaveLength(29);
    expect(bitext.get('sw')!.map(({ foreign }) => foreign)).not.toContain('sw of train5');
    expect(notes).toEqual([
      '1 English training rows were left out: held out, or equal to an evaluation text.',
    ]);
  });

  test('leave given bitext, with a note a language', () => {
    const given = [pairs('de', 'a', 'TEXT  test2', 'b', 'text test3'), pairs('sw', 'c')];
    const { bitext, notes } = plan(FULL, {}, given);
    expect(bitext.get('de')!.map(({ english }) => english)).toEqual(['a', 'b']);
    expect(notes).toEqual(['de: 2 bitext pairs equal an evaluation text and were removed.']);
  });

  test('where that is all of a language, the reason says so', () => {
    const given = [pairs('de', 'text test1'), pairs('sw', 'c')];
    expect(plan(FULL, {}, given).notTrained).toEqual([
      { language: 'de', reason: 'all of its bitext equals evaluation texts' },
    ]);
  });

  test('texts beyond the limit are no evaluation texts', () => {
    const given = [pairs('de', 'text test5'), pairs('sw', 'c')];
    expect(plan(FULL, { limit: 2 }, given).bitext.get('de')).toHaveLength(1);
  });
});

describe('bitext', () => {
  test('is made of the parallel training ids where none is given', () => {
    const { bitext } = plan(FULL);
    expect([...bitext.keys()]).toEqual(['de', 'sw']);
    expect(bitext.get('sw')![0]).toEqual({ english: 'text train0', foreign: 'sw of train0' });
  });

  test('is the given one, all parts of a language together, and never the own beside it', () => {
    const given = [pairs('de', 'a'), pairs('sw', 'b'), pairs('de', 'c')];
    const { bitext, notTrained } = plan(FULL, {}, given);
    expect(bitext.get('de')!.map(({ english }) => english)).toEqual(['a', 'c']);
    expect(bitext.get('sw')).toHaveLength(1);
    expect(notTrained).toEqual([]);
  });

  test('missing for one language: not trained, with the reason, and the rest runs', () => {
    const { bitext, notTrained, languages } = plan(FULL, {}, [pairs('de', 'a')]);
    expect([...bitext.keys()]).toEqual(['de']);
    expect(languages).toEqual(['en', 'de', 'sw']);
    expect(notTrained).toEqual([{ language: 'sw', reason: 'no bitext for it was given' }]);
  });

  test('for a language that is not evaluated is named', () => {
    expect(plan(FULL, { languages: ['de'] }, [pairs('de', 'a'), pairs('fi', 'b')]).notes).toEqual([
      'Bitext for fi was given, but fi is not evaluated.',
    ]);
  });

  test.each(['train', 'dev'] as const)(
    'a language without %s or other training rows does not stop the others',
    (trainSplit) => {
      const without = (rows: readonly Utterance[]) =>
        rows.filter(({ language }) => language !== 'sw');
      const corpus = corpusOf({
        train: without(FULL.splits.train),
        dev: without(FULL.splits.dev),
        test: FULL.splits.test,
      });
      const { bitext, dev, evaluation, notTrained } = plan(corpus, { trainSplit });
      expect([...bitext.keys()]).toEqual(['de']);
      expect([...dev.keys()]).toEqual(['en', 'de']);
      expect(dev.get('de')!.every(Boolean)).toBe(true);
      expect(evaluation.get('sw')).toHaveLength(6);
      expect(notTrained).toEqual([
        { language: 'sw', reason: 'no training id is shared with English' },
      ]);
    },
  );

  test('given for a language without held-out rows cannot be stopped early', () => {
    const dev = FULL.splits.dev.filter(({ language }) => language !== 'sw');
    const train = FULL.splits.train.filter(({ language }) => language !== 'sw');
    const { bitext, notTrained } = plan(corpusOf({ ...FULL.splits, train, dev }), {}, [
      pairs('de', 'a'),
      pairs('sw', 'b'),
    ]);
    expect([...bitext.keys()]).toEqual(['de']);
    expect(notTrained).toEqual([
      { language: 'sw', reason: 'it has no held-out utterances to stop training by' },
    ]);
  });

  test('of line-aligned text whole documents are held out', () => {
    const rows = rowsOf(everyone('line', 60)).map((row) => ({
      ...row,
      intent: `document ${Math.floor(Number(row.id.slice('line'.length)) / 6)}`,
    }));
    const corpus = {
      ...corpusOf({ train: rows, test: FULL.splits.test }),
      topic: 'document',
    } as const;
    const { dev, rankerTexts } = plan(corpus);
    const documents = (part: readonly Utterance[]) => new Set(part.map(({ intent }) => intent));
    expect(dev.get('en')).toHaveLength(6);
    expect(documents(dev.get('en')!).size).toBe(1);
    expect(rankerTexts).toHaveLength(54);
    expect(documents(rankerTexts)).not.toContain(dev.get('en')![0]!.intent);
  });

  test('a language without dev rows is held out of train with all the others', () => {
    const dev = FULL.splits.dev.filter(({ language }) => language !== 'sw');
    const { bitext, dev: held } = plan(corpusOf({ ...FULL.splits, dev }));
    expect([...bitext.keys()]).toEqual(['de', 'sw']);
    expect(held.get('sw')).toHaveLength(3);
  });
});

test('the same input gives the same plan', () => {
  expect(plan(FULL)).toEqual(plan(FULL));
});

test('the problem of distillation has no room for judgements', () => {
  expectTypeOf<keyof DistilProblem>().toEqualTypeOf<
    'teacher' | 'english' | 'englishTexts' | 'documents' | 'languages'
  >();
  type ForeignTokens = DistilProblem['languages'][number];
  expectTypeOf<keyof ForeignTokens>().toEqualTypeOf<'language' | 'texts' | 'english' | 'plans'>();
  expectTypeOf<keyof DistilProblem['english']>().toEqualTypeOf<
    'vectors' | 'offsets' | 'dimension'
  >();
  expectTypeOf<ForeignTokens['english']>().toEqualTypeOf<Uint32Array>();
  // What the plan hands on holds texts alone, too.
  for (const list of plan(FULL).bitext.values())
    for (const pair of list) expect(Object.keys(pair)).toEqual(['english', 'foreign']);
});
