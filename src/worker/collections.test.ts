import { describe, expect, test } from 'vitest';
import { readStudyCollection } from './collections';

const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });
const FILES = {
  documents: file('t/documents.tsv', 'd1\tIt rains.\nd2\tBread.\nd3\tA vote.\nd4\tThe sea.\n'),
  queries: file('t/queries.en.tsv', '1\tweather?\n2\tfood?\n3\tnobody judges this\n4\tnothing\n'),
  qrels: file(
    't/qrels.txt',
    '1 0 d1 2\n1 0 d2 -1\n2 0 d2 1\n2 0 gone 1\n4 0 d1 0\n9 0 d1 1\nbad\n',
  ),
};

describe('readStudyCollection', () => {
  test('says in numbers what was left out', async () => {
    const { input, records } = await readStudyCollection(Object.values(FILES), {});
    expect(input.rerank).toBeUndefined();
    expect(input.notes).toEqual([
      'TREC: 1 rows could not be read and were left out.',
      'TREC: 1 judgements were left out, as no file has their query.',
      'TREC: 1 judgements were left out, as no file has their document.',
      'TREC: 1 grades are below 0 and count as not relevant.',
      'TREC: 1 queries were left out, as nothing judges them.',
      'TREC: 1 queries have no relevant document and are in no mean.',
      't/documents.tsv: no language in the name: taken as en.',
    ]);
    expect(records.map(({ path }) => path).sort()).toEqual(
      Object.values(FILES)
        .map(({ path }) => path)
        .sort(),
    );
  });

  test('a run bounds the documents that are read; its bad rows are counted', async () => {
    const run = file('bm25.run', '1 Q0 d3 1 9.5 x\n1 Q0 d1 2 8 x\n2 Q0 d2 1 high x\n');
    const { input, problems, records } = await readStudyCollection(Object.values(FILES), { run });
    expect(input.collection.documents.map(({ id }) => id)).toEqual(['d1', 'd2', 'd3']);
    expect(input.rerank).toEqual({ name: 'bm25.run', lists: new Map([['1', ['d3', 'd1']]]) });
    expect(input.notes).toContain(
      'TREC: 1 documents are neither judged nor in the run and were not read.',
    );
    expect(input.notes.at(-1)).toMatch(
      /^bm25\.run: 1 rows could not be read and were left out, the first in line 3: .*"high"/,
    );
    expect(problems.filter((problem) => problem.file === 'bm25.run')).toHaveLength(1);
    expect(records.at(-1)).toEqual({ path: 'bm25.run', rows: 2 });
  });

  test('what a sample leaves out is said among the notes', async () => {
    const passages = Array.from({ length: 9 }, (_, at) => `${at}\tpassage ${at}\n`).join('');
    const files = [
      file('m/collection.tsv', passages),
      file('m/queries.tsv', '50\tweather?\n'),
      file('m/triples.train.ids.tsv', '50\t0\t1\n50\t0\t2\n50\t0\t3\n'),
    ];
    const { input } = await readStudyCollection(files, {
      ...{ triples: 1, others: 2, queryLanguage: 'de', documentLanguage: undefined },
    });
    expect(input.collection.queries[0]?.language).toBe('de');
    expect(input.collection.documents).toHaveLength(4);
    expect(input.notes).toEqual(
      expect.arrayContaining([
        'mMARCO: 5 documents are neither judged nor in the run and were not read.',
        'm/triples.train.ids.tsv: 1 of 3 triples are read, at random by the seed.',
        'm/queries.tsv: no language in the name: taken as de.',
      ]),
    );
  });

  test('a run that retrieves a document twice is refused', async () => {
    const run = file('r', '1 Q0 d1 1 2 x\n1 Q0 d1 2 1 x\n');
    await expect(readStudyCollection(Object.values(FILES), { run })).rejects.toThrow(
      /r, line 2, document: query "1" has document "d1" already in line 1/,
    );
  });
});
