import { expect, it } from 'vitest';
import { countParallel } from './corpusSummary';
import type { Corpus, Utterance } from './types';

const row = (language: string, id: string, intent = 'A'): Utterance => ({
  ...{ id, language, intent, text: 't', domain: '', slots: [], parse: '' },
});
const corpusOf = (test: readonly Utterance[]): Corpus => ({
  ...{ name: '', synthetic: false, topic: 'intent', splits: { train: [], dev: [], test } },
});

it('counts what each language shares with English, and intents of one language alone', () => {
  const rows = [
    ...[row('en', '1'), row('en', '2', 'constructor'), row('en', '3')],
    ...[row('de', '1'), row('de', '4', 'B'), row('de', '5', 'C'), row('th', '3')],
  ];
  expect(countParallel(corpusOf(rows))).toEqual([
    {
      split: 'test',
      languages: [
        {
          ...{ language: 'en', rows: 3, parallelWithEnglish: 3, lacksOfEnglish: 0 },
          ownIntents: ['constructor'],
        },
        {
          ...{ language: 'de', rows: 3, parallelWithEnglish: 1, lacksOfEnglish: 2 },
          ownIntents: ['B', 'C'],
        },
        {
          ...{ language: 'th', rows: 1, parallelWithEnglish: 1, lacksOfEnglish: 2 },
          ownIntents: [],
        },
      ],
    },
  ]);
});

it('has nothing parallel without English, and no own intents in one language', () => {
  expect(countParallel(corpusOf([row('de', '1')]))[0]?.languages).toEqual([
    { ...{ language: 'de', rows: 1, parallelWithEnglish: 0, lacksOfEnglish: 0 }, ownIntents: [] },
  ]);
});
