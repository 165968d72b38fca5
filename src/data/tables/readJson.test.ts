import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseErrorFrom, streamed } from '../collections/testing';
import { textFile } from '../testing';
import { isTooDeep } from './jsonDepth';
import { tableKind } from './readTable';
import { tableOf, valuesOf } from './testing';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('tableKind', () => {
  it('knows a table by its ending', () => {
    const names = [
      'a.CSV',
      'x/b.tsv',
      'c.tab',
      'd.jsonl',
      'e.ndjson',
      'f.jl',
      'g.json',
      'h.parquet',
    ];
    expect(names.map(tableKind)).toEqual([
      'csv',
      'tsv',
      'tsv',
      'jsonl',
      'jsonl',
      'jsonl',
      'json',
      'parquet',
    ]);
    for (const name of ['csv', 'a.csv/b', 'a.txt', 'a.csv.zip', 'a.constructor', ''])
      expect(tableKind(name)).toBeUndefined();
  });

  it('is asked for where a file is no table', async () => {
    expect(await parseErrorFrom(tableOf(textFile('f.txt', 'a')))).toMatch(
      /^f.txt: wanted a table: .csv, .tsv, .tab, .jsonl/,
    );
  });
});

describe('JSONL', () => {
  it('keeps the good rows and reports the others by line', async () => {
    const text = '\ufeff{"a": 1, "b": {"c": [null]}}\r\n\n[1]\n{"a"\n"x"\n{" d": "\u2028"}';
    expect(await tableOf(textFile('f.jsonl', text))).toEqual({
      rows: [
        [
          1,
          [
            ['a', 1],
            ['b', { c: [null] }],
          ],
        ],
        [6, [[' d', '\u2028']]],
      ],
      problems: [
        { file: 'f.jsonl', line: 3, field: '', message: 'found [1], wanted a JSON object' },
        { file: 'f.jsonl', line: 4, field: '', message: 'found "{"a"", wanted JSON' },
        { file: 'f.jsonl', line: 5, field: '', message: 'found "x", wanted a JSON object' },
      ],
    });
  });

  it('gives the same rows however the bytes arrive', async () => {
    const value = fc.record({ a: fc.string({ unit: 'grapheme' }), b: fc.jsonValue() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, size) => {
          const file = textFile('f.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
          const wanted = rows.map((row) => Object.values(JSON.parse(JSON.stringify(row))));
          expect(await valuesOf(streamed(file, size))).toEqual(wanted);
        },
      ),
    );
  });

  it('reports a line that is nested too deep, without overflowing the stack', async () => {
    const deep = `{"a": ${nested(64)}}\n{"a": ${nested(1_000_000)}}\n{"a": ${nested(63)}}\n`;
    const { rows, problems } = await tableOf(textFile('f.jsonl', deep));
    expect(rows.map(([line]) => line)).toEqual([3]);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '1: found JSON nested deeper than 64',
      '2: found JSON nested deeper than 64',
    ]);
  });

  it('takes keys of the object prototype for fields', async () => {
    const text = '{"__proto__": {"x": 1}, "constructor": 2, "toString": 3}\n';
    const { rows } = await tableOf(textFile('f.jsonl', text));
    expect(rows[0]?.[1].map(([name]) => name)).toEqual(['__proto__', 'constructor', 'toString']);
    expect('x' in {}).toBe(false);
  });

  it('refuses an empty file', async () => {
    expect(await parseErrorFrom(tableOf(textFile('f.jsonl', '\n\r\n')))).toBe(
      'f.jsonl: the file is empty, wanted rows',
    );
  });
});

describe('isTooDeep', () => {
  it('does not count brackets within strings', () => {
    expect(isTooDeep(JSON.stringify(['[[[[', '\\"[[[', '\\\\']), 1)).toBe(false);
    expect(isTooDeep('["\\\\",[[1]]]', 2)).toBe(true);
    expect(isTooDeep('[[],[],[[]]]', 3)).toBe(false);
    expect(isTooDeep('["[[[[', 1)).toBe(false);
  });
});

describe('JSON', () => {
  it.each([
    ['[{"a": 1}, {"a": 2}]'],
    ['{"n": 3, "rows": [{"a": 1}, {"a": 2}], "other": [1]}'],
    ['{"data": [{"a": 1}, {"a": 2}]}'],
    ['{"pairs": [{"a": 1}, {"a": 2}]}'],
    ['{"rows": [{"row_idx": 0, "row": {"a": 1}}, {"row_idx": 1, "row": {"a": 2}}]}'],
  ])('finds the rows of %s', async (text) => {
    expect((await tableOf(textFile('f.json', text))).rows).toEqual([
      [1, [['a', 1]]],
      [2, [['a', 2]]],
    ]);
  });

  it('reports values that are no objects by row', async () => {
    const { rows, problems } = await tableOf(textFile('f.json', '[1, {"a": 2}, null]'));
    expect(rows).toEqual([[2, [['a', 2]]]]);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '1: found 1, wanted a JSON object',
      '3: found null, wanted a JSON object',
    ]);
  });

  it.each([
    [' ', /^f.json: the file is empty/],
    ['[{', /^f.json: found "\[{", wanted JSON: /],
    [nested(100_000), /^f.json: found JSON nested deeper than 64$/],
    ['{"a": [1], "b": [2]}', /^f.json: found {"a":\[1\],"b":\[2\]}, wanted an array of objects/],
    ['3', /^f.json: found 3, wanted an array of objects/],
  ])('refuses a file such as %.20s', async (text, message) => {
    expect(await parseErrorFrom(tableOf(textFile('f.json', text)))).toMatch(message);
  });
});
