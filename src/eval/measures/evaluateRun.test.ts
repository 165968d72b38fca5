import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { evaluateRun } from './evaluateRun';
import { parseMeasure } from './parseMeasure';

interface GoldenCase {
  readonly run: readonly [string, number][];
  readonly qrels: Readonly<Record<string, number>>;
  readonly trec: Readonly<Record<string, number>>;
  readonly insertion: Readonly<Record<string, number>>;
}

// Made by tools/oracles/trecMeasures.py: pytrec_eval-terrier 0.5.11, checked by ir_measures 0.4.3, and ranx 0.3.21.
const { cases }: { cases: GoldenCase[] } = JSON.parse(
  readFileSync(new URL('golden/trecMeasures.json', import.meta.url), 'utf8'),
);

const scored = (rows: readonly (readonly [string, number])[]) => ({
  docnos: rows.map(([docno]) => docno),
  scores: rows.map(([, score]) => score),
});

describe.each(['trec', 'insertion'] as const)('golden values, %s', (ties) => {
  test('every measure of every run is within 1e-9', () => {
    const values = cases.flatMap((one) => Object.keys(one[ties]));
    expect(values.length).toBeGreaterThan(250);
    cases.forEach(({ run, qrels, [ties]: golden }, at) => {
      const names = Object.keys(golden);
      const got = evaluateRun(
        new Map([['q', scored(run)]]),
        new Map([['q', new Map(Object.entries(qrels))]]),
        names.map(parseMeasure),
        { ties, missing: 'skip' },
      );
      names.forEach((name, m) => {
        expect(Math.abs(got.values[m]![0]! - golden[name]!), `${name} of ${at}`).toBeLessThan(1e-9);
      });
    });
  });
});

describe('evaluateRun', () => {
  const qrels = new Map([
    ['q1', new Map([['a', 1]])],
    [
      'q2',
      new Map([
        ['a', 0],
        ['b', -2],
      ]),
    ],
    [
      'q3',
      new Map([
        ['a', 2],
        ['c', 1],
      ]),
    ],
    ['q4', new Map([['c', 1]])],
  ]);
  const run = new Map([
    ['other', scored([['a', 1]])],
    [
      'q1',
      scored([
        ['b', 0.5],
        ['a', 0.5],
        ['c', 0.1],
      ]),
    ],
    [
      'q3',
      scored([
        ['c', 3],
        ['a', 3],
      ]),
    ],
    ['q2', scored([['a', 1]])],
  ]);
  const measures = ['AP', 'P(rel=2)@1'].map(parseMeasure);

  it('counts what is missing, unjudged or without a relevant document', () => {
    const got = evaluateRun(run, qrels, measures, { ties: 'trec', missing: 'skip' });
    expect(got).toMatchObject({
      measures: ['AP', 'P(rel=2)@1'],
      queries: ['q1', 'q3'],
      missing: ['q4'],
      unjudged: ['other'],
      noRelevant: ['q2'],
      ties: 3,
      decisiveTies: 1,
      roundedTies: 0,
    });
    expect(got.values.map((column) => [...column])).toEqual([
      [0.5, 1],
      [Number.NaN, 0],
    ]);
    expect(got.means).toEqual([
      { mean: 0.75, count: 2 },
      { mean: 0, count: 1 },
    ]);
  });

  it('gives missing queries 0 where that is asked', () => {
    const got = evaluateRun(run, qrels, measures, { ties: 'best', missing: 'zero' });
    expect(got.queries).toEqual(['q1', 'q3', 'q4']);
    expect(got.missing).toEqual(['q4']);
    expect(got.means).toEqual([
      { mean: 2 / 3, count: 3 },
      { mean: 1, count: 1 },
    ]);
    const empty = new Map([['q1', scored([])]]);
    expect(evaluateRun(empty, qrels, measures, { ties: 'mean', missing: 'zero' }).means[0]).toEqual(
      {
        mean: 0,
        count: 3,
      },
    );
    expect(evaluateRun(empty, qrels, measures, { ties: 'mean', missing: 'skip' }).means[0]).toEqual(
      {
        mean: Number.NaN,
        count: 0,
      },
    );
  });

  it('compares scores as float32 or as float64, and counts what rounding ties', () => {
    const close = new Map([
      [
        'q1',
        scored([
          ['a', 1.00000001],
          ['b', 1],
        ]),
      ],
    ]);
    const measure = [parseMeasure('RR')];
    const single = evaluateRun(close, qrels, measure, { ties: 'trec', missing: 'skip' });
    expect(single).toMatchObject({ roundedTies: 1, decisiveTies: 1, means: [{ mean: 0.5 }] });
    const options = { ties: 'trec', missing: 'skip', precision: 'float64' } as const;
    const double = evaluateRun(close, qrels, measure, options);
    expect(double).toMatchObject({ roundedTies: 0, decisiveTies: 0, means: [{ mean: 1 }] });
  });

  it('refuses a document twice and NaN, naming the query', () => {
    const evaluate = (rows: [string, number][]) =>
      evaluateRun(new Map([['q1', scored(rows)]]), qrels, measures, {
        ties: 'mean',
        missing: 'skip',
      });
    expect(() =>
      evaluate([
        ['a', 1],
        ['a', 2],
      ]),
    ).toThrow('query q1 has a document twice');
    expect(() => evaluate([['a', Number.NaN]])).toThrow(
      'query q1 has the score NaN for document a',
    );
  });
});
