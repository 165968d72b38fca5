import { describe, expect, it } from 'vitest';
import { parallelPairs, selectParallelIds } from './parallel';
import type { Corpus, Utterance } from './types';

const row = (language: string, id: string, text = `${language} ${id}`): Utterance => ({
  id,
  language,
  text,
  intent: 'A',
  domain: 'alarm',
  slots: [],
  parse: '[IN:A ]',
});
const rows = [
  ...['3', '__proto__', '1', '2'].map((id) => row('en', id)),
  ...['1', '4', '__proto__', '3'].map((id) => row('de', id)),
  ...['3', '1'].map((id) => row('th', id)),
];
const corpus: Corpus = {
  name: 'c',
  synthetic: true,
  topic: 'intent',
  splits: { train: [], dev: [], test: rows },
};

describe('parallelPairs', () => {
  it('pairs texts by id in English order, and carries texts only', () => {
    expect(parallelPairs(rows, 'de', 'dev')).toEqual({
      name: 'dev',
      language: 'de',
      pairs: [
        { english: 'en 3', foreign: 'de 3' },
        { english: 'en __proto__', foreign: 'de __proto__' },
        { english: 'en 1', foreign: 'de 1' },
      ],
    });
  });

  it('is empty for a language without rows', () => {
    expect(parallelPairs(rows, 'sw').pairs).toEqual([]);
  });
});

describe('selectParallelIds', () => {
  it('keeps the ids of every language in the order of the first', () => {
    expect(selectParallelIds(corpus, 'test', ['en', 'de'])).toEqual(['3', '__proto__', '1']);
    expect(selectParallelIds(corpus, 'test', ['de', 'th', 'en'])).toEqual(['1', '3']);
  });

  it('is empty where a language, a split or the list has nothing', () => {
    expect(selectParallelIds(corpus, 'test', ['en', 'sw'])).toEqual([]);
    expect(selectParallelIds(corpus, 'dev', ['en'])).toEqual([]);
    expect(selectParallelIds(corpus, 'test', [])).toEqual([]);
  });
});
