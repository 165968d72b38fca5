import { expect, it } from 'vitest';
import { chooseQueries, EVERYTHING, type QueryRows, sortQueries } from './queryTable';

const rows: QueryRows = {
  ids: ['q2', 'q1', 'q3', 'q1'],
  topics: ['alarm', 'call', '', 'alarm'],
  domains: ['', '', '', ''],
  languages: ['de', 'de', '__proto__', 'sw'],
  a: Float64Array.of(0.5, 0.2, 1, 0.5),
  b: Float64Array.of(0.5, 0.9, 0, 0.4),
};
const all = chooseQueries(rows, EVERYTHING);

it('chooses by brush, language, topic and direction, all at once', () => {
  expect([...all]).toEqual([0, 1, 2, 3]);
  const pick = (choice: object) => [...chooseQueries(rows, { ...EVERYTHING, ...choice })];
  expect(pick({ brush: { a: [0.5, 1], b: [0, 0.5] } })).toEqual([0, 2, 3]);
  expect(pick({ language: '__proto__' })).toEqual([2]);
  expect(pick({ topic: 'alarm', moved: 'lost' })).toEqual([3]);
  expect(pick({ moved: 'gained' })).toEqual([1]);
  expect(pick({ moved: 'unchanged' })).toEqual([0]);
});

it('sorts by numbers and by texts, equal rows in their order', () => {
  expect([...sortQueries(rows, all, 'difference', false)]).toEqual([2, 3, 0, 1]);
  expect([...sortQueries(rows, all, 'a', true)]).toEqual([2, 0, 3, 1]);
  expect([...sortQueries(rows, all, 'query', false)]).toEqual([1, 3, 0, 2]);
  expect([...sortQueries(rows, all, 'language', false)]).toEqual([2, 0, 1, 3]);
});
