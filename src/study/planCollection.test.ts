import { describe, expect, test } from 'vitest';
import type { Bitext, RankingCollection } from '../data';
import { collectionConfig, parseStudyConfig, type StudyConfigInput } from '../report';
import { judgeCollection } from './collection';
import { judgeDocuments } from './collectionJudgements';
import { planCollection } from './planCollection';
import { collectionInput, tinyCollection } from './testing';

function plan(
  collection: RankingCollection,
  config: StudyConfigInput = {},
  bitext: readonly Bitext[] = [],
) {
  const input = collectionInput(collection, { bitext });
  return planCollection(input, input.collection!, parseStudyConfig(collectionConfig(config)));
}

const pairsOf = (language: string, from: number, to: number): Bitext => ({
  ...{ name: 'own', language },
  pairs: Array.from({ length: to - from }, (_, k) => ({
    english: `English ${from + k}`,
    foreign: `${language} ${from + k}`,
  })),
});
const idsOf = (rows: readonly { readonly id: string }[] | undefined) => rows?.map(({ id }) => id);

describe('queries', () => {
  const { queries, ...rest } = tinyCollection(['de', 'en', 'sw']);
  const lacking = (language: string, ...ids: string[]) => ({
    ...rest,
    queries: queries.filter((row) => row.language !== language || !ids.includes(row.id)),
  });

  test('English first, all in one order of ids, whatever a language lacks', () => {
    const { languages, evaluation, collection } = plan(lacking('en', 'q0', 'q5'));
    expect(languages).toEqual(['en', 'de', 'sw']);
    expect(collection!.queryIds.slice(-2)).toEqual(['q0', 'q5']);
    expect(idsOf(evaluation.get('en'))).toEqual(collection!.queryIds.slice(0, 10));
    expect(idsOf(evaluation.get('sw'))).toEqual(collection!.queryIds);
  });

  test('N of them, evenly spread, are the same ids in every language', () => {
    const { evaluation, queries: count } = plan(lacking('sw', 'q4'), { queries: 3 });
    expect(count).toBe(3);
    expect(idsOf(evaluation.get('de'))).toEqual(['q0', 'q4', 'q8']);
    expect(idsOf(evaluation.get('sw'))).toEqual(['q0', 'q8']);
  });

  test('named languages, English where there is any', () => {
    expect(plan(lacking('en'), { languages: ['sw'] }).languages).toEqual(['en', 'sw']);
    const german = tinyCollection(['de']);
    expect(plan(german, { languages: ['de'] }).languages).toEqual(['de']);
  });
});

describe('bitext', () => {
  const collection = tinyCollection(['en', 'de', 'sw']);

  test('a tenth is held out, the same whatever the size of the bitext to learn from', () => {
    const bitext = [pairsOf('de', 0, 50), pairsOf('sw', 30, 100)];
    const all = plan(collection, { methods: ['mse'] }, bitext);
    const few = plan(collection, { methods: ['mse'], pairs: 10 }, bitext);
    expect(few.dev).toEqual(all.dev);
    expect(few.bitext.get('de')).toEqual(all.bitext.get('de')!.slice(0, 10));
    expect(all.dev.get('de')).toHaveLength(5);
    expect(all.dev.get('sw')).toHaveLength(7);
    // English texts that both languages held out are there once.
    const english = all.dev.get('en')!;
    expect(new Set(english.map(({ text }) => text)).size).toBe(english.length);
    for (const language of ['de', 'sw'])
      for (const { id, text } of all.dev.get(language)!) {
        const own = english.find((row) => row.id === id)!;
        expect(own.text.split(' ')[1]).toBe(text.split(' ')[1]);
        // What is held out in one language is learnt in none.
        for (const pairs of all.bitext.values())
          expect(pairs.some((pair) => pair.english === own.text)).toBe(false);
      }
    expect(all.notes.at(-1)).toMatch(/^Training stops by \d+ English texts/);
  });

  test('pairs that equal a document or a query are removed and counted', () => {
    const [document] = collection.documents;
    const query = collection.queries.find(({ language }) => language === 'de')!;
    const { pairs, ...about } = pairsOf('de', 0, 20);
    const leaks = [
      { english: ` ${document!.text.toUpperCase()}`, foreign: 'x' },
      { english: 'y', foreign: query.text },
    ];
    const { bitext, notes, notTrained } = plan(collection, { methods: ['mse'] }, [
      { ...about, pairs: [...pairs, ...leaks] },
      { ...about, language: 'fi', pairs },
    ]);
    expect(bitext.get('de')).toHaveLength(18);
    expect(notes).toContain('de: 2 bitext pairs equal a query or a document and were removed.');
    expect(notes).toContain('Bitext for fi was given, but fi is not evaluated.');
    expect(notTrained).toEqual([{ language: 'sw', reason: 'no bitext for it was given' }]);
  });

  test('one sentence is too little, and nothing is planned for methods that learn nothing', () => {
    const { notTrained, dev } = plan(collection, { methods: ['mse'] }, [
      pairsOf('de', 0, 1),
      pairsOf('sw', 0, 2),
    ]);
    expect(notTrained).toEqual([
      {
        language: 'de',
        reason: 'of its bitext nothing is left to train on beside what is held out',
      },
    ]);
    expect(dev.get('sw')).toHaveLength(1);
    const untrained = plan(collection, { methods: ['bm25'] }, [pairsOf('sw', 0, 20)]);
    expect(untrained.bitext.size + untrained.dev.size).toBe(0);
  });
});

describe('documents in several languages', () => {
  const collection: RankingCollection = {
    name: 'Two',
    queries: [{ id: 'q', language: 'en', text: 'a' }],
    documents: [
      { id: '1', language: 'en', text: 'one' },
      { id: '2', language: 'en', text: 'two' },
      { id: '1', language: 'de', text: 'eins' },
      { id: '2', language: 'de', text: 'zwei' },
    ],
    qrels: [
      { query: 'q', document: '2', grade: 3 },
      { query: 'q', document: '1', grade: -2 },
    ],
  };

  test('are judged alike in each', () => {
    const { judged } = judgeDocuments(collection, ['q'], undefined);
    const [task] = judgeCollection(judged, ['q']).tasks;
    expect(task!.documentIds).toEqual(['en:1', 'en:2', 'de:1', 'de:2']);
    expect([...task!.relevant.indices]).toEqual([1, 3]);
    expect([...task!.grades]).toEqual([3, 3]);
  });

  test('a run names a document in all languages by its id, or in one', () => {
    const read = (...list: string[]) =>
      judgeDocuments(collection, ['q'], { name: 'r', lists: new Map([['q', list]]) });
    expect(idsOf(read('2').documents)).toEqual(['2', '2']);
    const { judged, documents } = read('de:2', '1');
    expect(documents.map(({ text }) => text)).toEqual(['one', 'eins', 'zwei']);
    expect([...judged.lists!.get('q')!]).toEqual([0, 1, 2]);
    expect([...judged.grades.get('q')!]).toEqual([[2, 3]]);
    expect(judged.missing.get('q')).toEqual([{ id: 'en:2', grade: 3 }]);
  });
});

test('a query that nothing is relevant to is skipped', () => {
  const collection = tinyCollection(['en']);
  const { judged } = judgeDocuments(collection, ['q0', 'nothing'], undefined);
  const [task] = judgeCollection(judged, ['q0', 'nothing']).tasks;
  expect([...task!.skipped]).toEqual([0, 1]);
  expect([...task!.relevant.offsets]).toEqual([0, 2, 2]);
});
