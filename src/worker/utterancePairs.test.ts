import { expect, it } from 'vitest';
import type { Utterance } from '../data';
import { type PairQuery, UtterancePairs } from './utterancePairs';

const row = (id: string, language: string, text: string, intent = 'GET_WEATHER'): Utterance => ({
  ...{ id, language, text, intent, domain: 'weather', parse: '' },
  slots: id === '2' ? [{ name: 'DATE_TIME', start: 0, end: 2 }] : [],
});
const pairs = new UtterancePairs({
  ...{ name: 'MTOP', synthetic: false, topic: 'intent' },
  splits: {
    train: [row('9', 'en', 'old'), row('9', 'de', 'alt')],
    dev: [],
    test: [
      row('1', 'en', 'Rain in Paris'),
      row('3', 'de', 'nur deutsch'),
      row('2', 'en', 'wake me at six', 'CREATE_ALARM'),
      row('4', 'en', 'sun'),
      row('2', 'de', 'weck mich um sechs', 'CREATE_ALARM'),
      row('1', 'de', 'Regen in Paris'),
      row('4', 'de', 'Sonne'),
      row('__proto__', 'en', 'odd'),
    ],
  },
});
const QUERY: PairQuery = { language: 'de', split: 'test', order: 'file' };
const ids = (query: Partial<PairQuery>) =>
  pairs.page({ ...QUERY, ...query }, 0, 10).rows.map(({ id }) => id);

it('pairs by id in the order of the English rows', () => {
  const page = pairs.page(QUERY, 1, 1);
  expect(page).toMatchObject({ total: 3, start: 1, splits: ['test', 'train'] });
  expect(page.rows).toHaveLength(1);
  expect(page.rows[0]).toMatchObject({
    id: '2',
    number: 2,
    foreign: { text: 'weck mich um sechs' },
  });
  expect(page.intents).toEqual(['GET_WEATHER', 'CREATE_ALARM']);
  expect(page.slots).toEqual(['DATE_TIME']);
});

it('filters by text of either side, intent and slot', () => {
  expect(ids({ search: 'REGEN' })).toEqual(['1']);
  expect(ids({ intent: 'CREATE_ALARM' })).toEqual(['2']);
  expect(ids({ slot: 'DATE_TIME' })).toEqual(['2']);
  expect(ids({ slot: 'DATE_TIME', search: 'paris' })).toEqual([]);
  expect(ids({ language: 'th' })).toEqual([]);
});

it('sorts by score, those without one last', () => {
  const scores = new Map([
    ['1', 0.5],
    ['4', 0.1],
  ]);
  expect(ids({ order: 'worst', scores })).toEqual(['4', '1', '2']);
  expect(ids({ order: 'best', scores })).toEqual(['1', '4', '2']);
  expect(ids({ order: 'best' })).toEqual(['1', '2', '4']);
});

it('finds a pair in any split, English against itself too', () => {
  expect(pairs.find('9', 'de')).toMatchObject({ split: 'train', english: { text: 'old' } });
  expect(pairs.find('__proto__', 'en')?.foreign.text).toBe('odd');
  expect(pairs.find('__proto__', 'de')).toBeUndefined();
});
