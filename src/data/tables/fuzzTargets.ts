import type { FuzzTarget } from '../fuzz/types';
import { Problems } from '../problems';
import { textFile } from '../testing';
import type { NamedBytes } from '../types';
import { parquetFile } from './parquet/parquetTesting';
import { readTable } from './readTable';

const EN = ['It rains.', '"Bread" and salt', 'läuft 語 😀', 'a, b; c'];
const SW = ['Mvua.', 'Mkate', '', 'd\u2028e'];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csv = EN.map((en, at) => `${quoted(en)},${quoted(SW[at] ?? '')}\r\n`).join('');
const tsv = EN.map((en, at) => `${en}\t${SW[at]}\n`).join('');
const rows = EN.map((en, at) => ({ id: at, translation: { en, sw: SW[at] } }));

function target(name: string, ...seeds: readonly NamedBytes[]): FuzzTarget {
  return {
    name,
    seeds,
    read: async (file) => {
      const problems = new Problems();
      let kept = 0;
      for await (const batch of readTable(file, problems)) kept += batch.length;
      return { kept, bad: problems.badRows };
    },
  };
}

/** Tables of every kind. */
export const TABLE_TARGETS: readonly FuzzTarget[] = [
  target('CSV', textFile('f.csv', `en,sw\r\n${csv}`)),
  target('TSV', textFile('f.tsv', `en\tsw\n${tsv}`)),
  target('JSONL', textFile('f.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''))),
  target('JSON', textFile('f.json', JSON.stringify({ rows }))),
  target('Parquet', parquetFile('snappy'), parquetFile('zstd'), parquetFile('v2')),
];
