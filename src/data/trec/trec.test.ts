import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQrels } from './parseQrels';
import { parseRun } from './parseRun';
import type { Qrels, Run } from './types';
import { writeQrels, writeRun } from './writeTrec';

const plain = (qrels: Qrels) => [...qrels].map(([query, row]) => [query, Object.fromEntries(row)]);
const plainRun = (run: Run) =>
  [...run].map(([query, { docnos, scores }]) => [query, docnos, [...scores]]);

describe('parseQrels', () => {
  it('reads spaces and tabs, comments, CRLF, a BOM, blank lines and no last newline', () => {
    const text =
      '\uFEFF# made by hand\r\nq1 0 d1  1\r\n\r\n \t \n  q1\t0\td2\t0 \nq2 Q0 d\u00a01 +2';
    const got = parseQrels('a.qrels', text);
    expect(plain(got.qrels)).toEqual([
      ['q1', { d1: 1, d2: 0 }],
      ['q2', { 'd\u00a01': 2 }],
    ]);
    expect(got).toMatchObject({ format: 'trec', rows: 3, negative: 0, repeated: 0, problems: [] });
  });

  it("reads BEIR's three columns under their header, and says so", () => {
    const got = parseQrels('test.tsv', 'query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n');
    expect(plain(got.qrels)).toEqual([['q1', { d1: 2, d2: 0 }]]);
    expect(got).toMatchObject({ format: 'beir', rows: 2 });
  });

  it('keeps and counts grades below 0 and rows said twice', () => {
    const got = parseQrels('f', 'q 0 a -1\nq 0 b 1\nq 0 b 1\n');
    expect(plain(got.qrels)).toEqual([['q', { a: -1, b: 1 }]]);
    expect(got).toMatchObject({ rows: 2, negative: 1, repeated: 1 });
  });

  it('names rows that cannot be read and keeps the others', () => {
    const rows = ['q 0 a 1', 'q a 1', 'q 0 b 1.5', 'q 0 c x', 'q 0 d 128', 'q 0 e 1 5', 'q 0 f 0'];
    const got = parseQrels('f', rows.join('\n'));
    expect(plain(got.qrels)).toEqual([['q', { a: 1, f: 0 }]]);
    const whole = 'wanted a whole number from -127 to 127';
    expect(got.problems).toEqual([
      {
        ...{ file: 'f', line: 2, field: '' },
        message:
          'found 3 fields, wanted 4: query iteration document grade; three need the header "query-id corpus-id score"',
      },
      { file: 'f', line: 3, field: 'grade', message: `found "1.5", ${whole}` },
      { file: 'f', line: 4, field: 'grade', message: `found "x", ${whole}` },
      { file: 'f', line: 5, field: 'grade', message: `found "128", ${whole}` },
      {
        ...{ file: 'f', line: 6, field: '' },
        message: 'found 5 fields, wanted 4: query iteration document grade',
      },
    ]);
  });

  it('refuses two grades for one document, and a file without rows', () => {
    expect(() => parseQrels('f', 'q 0 a 1\n\nq 0 b 1\nq 0 a 2\n')).toThrow(
      'f, line 4, grade: document "a" of query "q" has grade 2, but 1 in line 1',
    );
    expect(() => parseQrels('f', '\uFEFF# nothing\n\n')).toThrow('f: no row found, wanted some');
  });
});

describe('parseRun', () => {
  it('reads scientific notation, ignores the rank column and keeps the order of the file', () => {
    const text =
      'q2 Q0 b 9 1.5e-3 sys\r\nq1\tQ0\ta\tx\t-2\tsys\n#c\nq2 Q0 a 1 +.5E1 sys\nq2 Q0 c 0 1. sys';
    const got = parseRun('r', text);
    expect(plainRun(got.run)).toEqual([
      ['q2', ['b', 'a', 'c'], [0.0015, 5, 1]],
      ['q1', ['a'], [-2]],
    ]);
    expect(got).toMatchObject({ tag: 'sys', rows: 4, problems: [] });
  });

  it('refuses a document twice in one query, naming both lines', () => {
    expect(() => parseRun('r', 'q Q0 a 1 1 s\np Q0 a 1 1 s\n\nq Q0 a 2 0.5 s\n')).toThrow(
      'r, line 4, document: query "q" has document "a" already in line 1',
    );
  });

  it.each(['nan', 'NaN', 'inf', '-Infinity', '1e999', '0x10', '1,5', '--1', '.', 'e5'])(
    'reports the score %s',
    (score) => {
      const { run, problems } = parseRun('r', `q Q0 a 1 1 s\nq Q0 b 2 ${score} s\n`);
      expect(plainRun(run)).toEqual([['q', ['a'], [1]]]);
      const message = `found "${score}", wanted a finite number`;
      expect(problems).toEqual([{ file: 'r', line: 2, field: 'score', message }]);
    },
  );

  it('reports a wrong number of fields', () => {
    const { problems, rows } = parseRun('r', 'q Q0 a 1 1\nq Q0 b 1 1 s t\nq Q0 c 1 1 s');
    expect(rows).toBe(1);
    const wanted = 'wanted 6: query Q0 document rank score tag';
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [1, `found 5 fields, ${wanted}`],
      [2, `found 7 fields, ${wanted}`],
    ]);
  });
});

const id = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 4 })
  .filter((text) => !/[ \t\r\n]/.test(text) && !/^[#\uFEFF]/.test(text));

describe('writing and reading', () => {
  it('qrels come back', () => {
    const row = fc.dictionary(id, fc.integer({ min: -127, max: 127 }), { minKeys: 1, maxKeys: 4 });
    const table = fc.array(fc.tuple(id, row), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(table, (rows) => {
        const qrels = new Map(
          rows.map(([query, judged]) => [query, new Map(Object.entries(judged))]),
        );
        const got = parseQrels('f', writeQrels(qrels));
        expect(got.qrels).toEqual(qrels);
        expect(got.problems).toEqual([]);
      }),
      { numRuns: 500, seed: 20_260_105 },
    );
  });

  it('float32 scores come back exactly, in trec_eval order with ranks from 1', () => {
    const score = fc.oneof(
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, -0, 1, 0.5),
    );
    const document = fc.record({ docno: id, score });
    const list = fc.uniqueArray(document, {
      minLength: 1,
      maxLength: 8,
      selector: (one) => one.docno,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
        list,
        (queries, documents) => {
          const docnos = documents.map(({ docno }) => docno);
          const scores = Float32Array.from(documents, (one) => one.score);
          const text = writeRun(
            new Map(queries.map((query) => [query, { docnos, scores }])),
            'tag',
          );
          const { run, problems, tag } = parseRun('r', text);
          expect([problems, tag, [...run.keys()]]).toEqual([[], 'tag', queries]);
          const order = [...docnos.keys()].sort(
            (a, b) =>
              scores[b]! - scores[a]! ||
              Buffer.compare(Buffer.from(docnos[b]!), Buffer.from(docnos[a]!)),
          );
          for (const { docnos: readDocnos, scores: readScores } of run.values()) {
            expect(readDocnos).toEqual(order.map((at) => docnos[at]));
            // -0 is written as 0
            expect([...Float32Array.from(readScores)]).toEqual(order.map((at) => scores[at]! + 0));
          }
          const ranks = text
            .trimEnd()
            .split('\n')
            .map((line) => Number(line.split(' ')[3]));
          expect(ranks).toEqual(queries.flatMap(() => docnos.map((_, at) => at + 1)));
        },
      ),
      { numRuns: 1000, seed: 20_260_106 },
    );
  });

  it('nine digits, and the order of the scores as written', () => {
    const scores = [0.1 + 1e-12, 0.1, 1 / 3];
    const text = writeRun(new Map([['q', { docnos: ['a', 'b', 'c'], scores }]]), 's');
    expect(text).toBe('q Q0 c 1 0.333333333 s\nq Q0 b 2 0.1 s\nq Q0 a 3 0.1 s\n');
  });

  it('refuse what would not be read back', () => {
    const run = (query: string, docnos: string[], scores: number[]) =>
      writeRun(new Map([[query, { docnos, scores }]]), 's');
    expect(() => run('a b', ['d'], [1])).toThrow('wanted a word that begins with no #, got "a b"');
    expect(() => run('#q', ['d'], [1])).toThrow('got "#q"');
    expect(() => run('q', [''], [1])).toThrow('wanted a word, got ""');
    expect(() => run('q', ['d', 'd'], [1, 2])).toThrow('query q has a document twice');
    expect(() => run('q', ['d'], [])).toThrow('1 documents, but 0 scores');
    expect(() => run('q', ['d'], [Number.NaN])).toThrow(
      'score of d for query q must be finite, got NaN',
    );
    expect(() => writeRun(new Map(), 'two words')).toThrow('got "two words"');
    expect(() => writeQrels(new Map([['q', new Map([['d', 0.5]])]]))).toThrow(
      'must be whole, got 0.5',
    );
    expect(() => writeQrels(new Map([['q', new Map([['d\t', 1]])]]))).toThrow('wanted a word');
  });
});
