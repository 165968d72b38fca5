import { describe, expect, test } from 'vitest';
import type { MeasuredRun, MeasureOutcome } from '../src/worker';
import { emptyRuns, meansTable, notesOf, queryTable } from './measureTable.mjs';

const NOTHING = { missing: [], unjudged: [], noRelevant: [] };
const NO_TIES = { ties: 0, decisiveTies: 0, roundedTies: 0 };
const good: MeasuredRun = {
  ...{ path: 'a.run', tag: 'a', means: [0.5, null], counts: [2, 0], ...NOTHING, ...NO_TIES },
  perQuery: [
    { query: 'q1', values: [0.25, null] },
    { query: 'q10', values: [0.75, null] },
  ],
};
const outcome: MeasureOutcome = {
  measures: ['AP', 'P(rel=3)@1'],
  qrels: { path: 'q.txt', format: 'trec', queries: 2, rows: 9, negative: 0, repeated: 0 },
  runs: [good],
  problems: [],
};

test('a line a run, a line a query', () => {
  expect(meansTable(outcome)).toBe(
    'run        AP  P(rel=3)@1  queries\na.run  0.5000           -      0-2\n',
  );
  expect(queryTable(outcome)).toBe(
    [
      'run    query      AP  P(rel=3)@1',
      'a.run  q1     0.2500           -',
      'a.run  q10    0.7500           -',
      '',
    ].join('\n'),
  );
});

describe('notes', () => {
  test('there are none where nothing is worth one', () => {
    expect(notesOf(outcome, { ties: 'trec', missing: 'skip' })).toEqual([]);
    expect(emptyRuns(outcome)).toEqual([]);
  });

  test('everything that was counted is said', () => {
    const run = {
      ...good,
      missing: ['m'],
      unjudged: ['a', 'b', 'c', 'd'],
      noRelevant: ['x', 'y'],
      ...{ ties: 3, decisiveTies: 2, roundedTies: 1 },
    };
    const qrels = { ...outcome.qrels, format: 'beir', negative: 1, repeated: 2 } as const;
    const notes = notesOf({ ...outcome, qrels, runs: [run] }, { ties: 'trec', missing: 'skip' });
    expect(notes).toEqual([
      'q.txt: read as BEIR qrels',
      'q.txt: 1 row with a grade below 0: not relevant',
      'q.txt: 2 rows said twice, counted once',
      'q.txt: 2 queries (x, y) without a relevant document: left out',
      'a.run: 1 query (m) judged, but not in the run: left out; --complete counts them as 0',
      'a.run: 4 queries (a, b, c, …) of the run without judgements: ignored',
      'a.run: relevant documents that share their score: 3, with one that is not relevant: 2 (--ties trec)',
      'a.run: neighbouring scores equal as float32 only; --precision float64 tells them apart: 1',
    ]);
    const zero = notesOf({ ...outcome, runs: [run] }, { ties: 'best', missing: 'zero' });
    expect(zero[1]).toBe('a.run: 1 query (m) judged, but not in the run: counted as 0');
  });

  test('a run of other queries is a problem', () => {
    expect(emptyRuns({ ...outcome, runs: [{ ...good, perQuery: [] }] })).toEqual([
      'a.run: no query of it has a relevant document in q.txt',
    ]);
  });
});
