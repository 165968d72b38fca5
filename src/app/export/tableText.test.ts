import Papa from 'papaparse';
import { expect, test } from 'vitest';
import type { ExportTable } from './exportTable';
import { tableCsv, tableJson, tableLatex } from './tableText';

const table: ExportTable = {
  name: 't',
  caption: 'A table',
  columns: [
    { key: 'language', label: 'Language & script' },
    { key: 'map', label: 'MAP × 100', digits: 1 },
  ],
  rows: [
    ['=cmd|1', -1.25],
    ['+a "b", c\nd', 1 / 3],
    ['ไทย', null],
  ],
  about: { seed: 7, run: 'a_b' },
};

test('CSV keeps every digit, says nothing for null, and defuses formulas but not numbers', () => {
  const read = Papa.parse<string[]>(tableCsv(table).trimEnd());
  expect(read.data).toEqual([
    ['language', 'map'],
    ["'=cmd|1", '-1.25'],
    ['\'+a "b", c\nd', String(1 / 3)],
    ['ไทย', ''],
  ]);
});

test('JSON gives the numbers back exactly, with where they are from', () => {
  const read = JSON.parse(tableJson(table));
  expect(read.about).toEqual({ seed: 7, run: 'a_b' });
  expect(read.rows.map((row: { map: number | null }) => row.map)).toEqual([-1.25, 1 / 3, null]);
  expect(read.rows[0].language).toBe('=cmd|1');
});

test('LaTeX escapes what TeX would read, and rounds as the screen does', () => {
  const text = tableLatex({
    ...table,
    rows: [
      ['50% a_b \\ {x}', 12.345],
      ['x', -3],
    ],
  });
  expect(text).toContain('Language \\& script & MAP $\\times$ 100 \\\\');
  expect(text).toContain('50\\% a\\_b \\textbackslash{} \\{x\\} & 12.3 \\\\');
  // The screen's minus is no character of TeX.
  expect(text).toContain('x & $-$3 \\\\');
  expect(text).toContain('\\begin{tabular}{lr}');
  expect(tableLatex(table)).toContain(' & $-$1.3 \\\\');
  expect(text).toContain('% run: a_b');
});
