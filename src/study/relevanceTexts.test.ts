import { describe, expect, test } from 'vitest';
import type { RankingCollection } from '../data';
import { relevanceTexts } from './relevanceTexts';

const text = (id: string, words: string, language = 'en') => ({ id, language, text: words });
const collection: RankingCollection = {
  name: 'Toy',
  queries: [text('q1', 'what is rain'), text('q2', 'set an alarm'), text('q3', 'Wetter', 'de')],
  documents: [text('d1', 'rain is water'), text('d2', 'water falls'), text('d3', 'leaked line')],
  qrels: [
    { query: 'q1', document: 'd1', grade: 2 },
    { query: 'q1', document: 'd2', grade: 1 },
    { query: 'q1', document: 'd3', grade: 1 },
    { query: 'q2', document: 'd1', grade: 0 },
    { query: 'q3', document: 'd1', grade: 1 },
  ],
};

describe('relevanceTexts', () => {
  test('a query and its relevant documents share a topic; leaks, other languages and grade 0 stay out', () => {
    const notes: string[] = [];
    const rows = relevanceTexts(collection, ['Leaked  LINE'], notes);
    expect(rows.map((row) => [row.text, row.intent])).toEqual([
      ['what is rain', 'q1'],
      ['rain is water', 'q1'],
      ['water falls', 'q1'],
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
    expect(notes).toEqual([
      'The English ranker learnt from 1 queries of Toy with 2 relevant documents, not from the corpus.',
    ]);
  });

  test('nothing to learn from is refused by name', () => {
    expect(() => relevanceTexts({ ...collection, qrels: [] }, [], [])).toThrow(
      /Toy has no English/,
    );
  });
});
