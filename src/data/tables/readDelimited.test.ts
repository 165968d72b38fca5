import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { parseErrorFrom, streamed } from '../collections/testing';
import { parseErrorOf, textFile } from '../testing';
import { RowCutter } from './rowCutter';
import { tableOf, valuesOf } from './testing';

const csv = (text: string) => textFile('f.csv', text);
const tsv = (text: string) => textFile('f.tsv', text);

describe('CSV', () => {
  it('gives fields by the names of the header, and the lines of the file', async () => {
    const text = '\ufeffen, sw\r\n"a, ""b""\r\nc",d\r\n\r\n\u2028e\u0085,"f"\r\ng,';
    expect(await tableOf(csv(text))).toEqual({
      rows: [
        [
          2,
          [
            ['en', 'a, "b"\r\nc'],
            [' sw', 'd'],
          ],
        ],
        [
          5,
          [
            ['en', '\u2028e\u0085'],
            [' sw', 'f'],
          ],
        ],
        [
          6,
          [
            ['en', 'g'],
            [' sw', ''],
          ],
        ],
      ],
      problems: [],
    });
  });

  it.each([
    [';', 'a;b;c,d'],
    ['\t', 'a\tb\tc,d'],
    ['|', 'a|b|c,d'],
    [',', '"a;b;c",d;e'],
    [',', 'a'],
  ])('finds the delimiter %j in the header %j', async (delimiter, header) => {
    const { rows } = await tableOf(csv(`${header}\n${header}\n`));
    const [names] = Papa.parse<string[]>(header, { delimiter }).data;
    expect(rows).toEqual([[2, names?.map((name) => [name, name])]]);
  });

  it('takes names and delimiter from the caller', async () => {
    const file = textFile('f.txt', 'a|b\nc|d');
    const named = { delimiter: '|', columns: ['en', 'sw'] } as const;
    expect((await tableOf(file, named)).rows).toEqual([
      [
        1,
        [
          ['en', 'a'],
          ['sw', 'b'],
        ],
      ],
      [
        2,
        [
          ['en', 'c'],
          ['sw', 'd'],
        ],
      ],
    ]);
    expect((await tableOf(file, { ...named, header: true })).rows).toEqual([
      [
        2,
        [
          ['en', 'c'],
          ['sw', 'd'],
        ],
      ],
    ]);
    expect((await tableOf(file, { delimiter: '|', header: false })).rows[0]).toEqual([
      1,
      [
        ['column 1', 'a'],
        ['column 2', 'b'],
      ],
    ]);
  });

  it('reports rows of another width and malformed quotes, and keeps the others', async () => {
    const text = 'a,b\n1,2\n3\n4,5,6\n"x"y,\n7"\n"8" ,9\n';
    expect(await tableOf(csv(text))).toEqual({
      rows: [
        [
          2,
          [
            ['a', '1'],
            ['b', '2'],
          ],
        ],
        [
          7,
          [
            ['a', '8'],
            ['b', '9'],
          ],
        ],
      ],
      problems: [
        { file: 'f.csv', line: 3, field: '', message: 'found 1 columns, wanted 2' },
        { file: 'f.csv', line: 4, field: '', message: 'found 3 columns, wanted 2' },
        {
          file: 'f.csv',
          line: 5,
          field: '',
          message:
            'found text after a closing quote, wanted a delimiter; lines 5 to 6 are not read',
        },
      ],
    });
  });

  it('names the line where a quote begins that is never closed', async () => {
    for (const size of [1, 7, 1000])
      expect(await parseErrorFrom(tableOf(streamed(csv('a,b\n1,2\n3,"4\n5,6\n7,8\n'), size)))).toBe(
        'f.csv, line 3: found a quote that is never closed, wanted " before the end of the file',
      );
  });

  it('names the line of a row without end, before the file ends', () => {
    const cutter = new RowCutter('f.csv', ',', true, 1000);
    expect(cutter.push('a,b\n1,2\n"3,4\n').length).toBe(2);
    expect(
      parseErrorOf(() => {
        for (;;) cutter.push('5,6\n');
      }),
    ).toBe(
      'f.csv, line 3: the row that begins here has more than 1000 characters; is a quote unclosed?',
    );
  });

  it.each([
    ['', 'f.csv: the file is empty, wanted rows'],
    ['\r\n\n', 'f.csv: the file is empty, wanted rows'],
    ['a,b,a\n1,2,3\n', 'f.csv, line 1, a: found two columns named "a"'],
    ['a,b\r1,2\r', 'f.csv, line 1: found a return in the header, wanted lines that end in \\n'],
    ['"a"b,c"\n1,2\n', 'f.csv, line 1: found text after a closing quote in the header'],
  ])('refuses the file %j', async (text, message) => {
    expect(await parseErrorFrom(tableOf(csv(text)))).toBe(message);
  });

  it('names the line that is not UTF-8, and UTF-16', async () => {
    const bad = { path: 'f.csv', bytes: Buffer.from('a\nb\nc\xff\nd', 'latin1') };
    for (const size of [1, 3, 100])
      expect(await parseErrorFrom(tableOf(streamed(bad, size)))).toBe(
        'f.csv, line 3: found bytes that are not UTF-8, wanted UTF-8 text',
      );
    const wide = { path: 'f.csv', bytes: Buffer.from('\ufeffa,b\nc,d\n', 'utf16le') };
    expect(await parseErrorFrom(tableOf(wide))).toMatch(/^f.csv: found UTF-16 text/);
  });

  const cell = fc.string({
    unit: fc.constantFrom('a', 'é', '語', '😀', '\n', '\r', '\t', '"', ',', ';', ' ', '\ufeff'),
    maxLength: 6,
  });

  it('reads what Papa Parse writes, however the bytes arrive', async () => {
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    const newline = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(table, newline, fc.integer({ min: 1, max: 9 }), async (rows, nl, size) => {
        const text = Papa.unparse([['a', 'b', 'c'], ...rows], { newline: nl, quotes: true });
        expect(await valuesOf(streamed(csv(text), size))).toEqual(rows);
        const bare = Papa.unparse([['a', 'b', 'c'], ...rows], { newline: nl });
        expect(await valuesOf(streamed(csv(bare), size))).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same rows and problems of any text, however the bytes arrive', async () => {
    const text = fc.array(fc.constantFrom('a', '語', '\n', '\r\n', '"', ',', ' '), {
      maxLength: 40,
    });
    const outcome = (reading: Promise<unknown>) => reading.catch((error: Error) => error.message);
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (units, size) => {
        const file = csv(`x,y\n${units.join('')}`);
        expect(await outcome(tableOf(streamed(file, size)))).toEqual(await outcome(tableOf(file)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('TSV', () => {
  it('takes quotes for characters, and a return only before the end of a line', async () => {
    const text = 'en\tsw\n"Yes\tNdiyo\r\n"a" b\t"c"\nd\r\te\n';
    expect((await tableOf(tsv(text))).rows).toEqual([
      [
        2,
        [
          ['en', '"Yes'],
          ['sw', 'Ndiyo'],
        ],
      ],
      [
        3,
        [
          ['en', '"a" b'],
          ['sw', '"c"'],
        ],
      ],
      [
        4,
        [
          ['en', 'd\r'],
          ['sw', 'e'],
        ],
      ],
    ]);
  });

  it('reads a hundred thousand rows in pieces as at once', async () => {
    const text = `a\tb\n${'x\ty z\n'.repeat(100_000)}`;
    const { rows } = await tableOf(streamed(tsv(text), 65_521));
    expect(rows.length).toBe(100_000);
    expect(rows.at(-1)?.[0]).toBe(100_001);
  });
});
