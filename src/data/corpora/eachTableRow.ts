import { ParseError } from '../../lib';
import { readTable } from '../tables';
import type { Split } from '../types';
import { type CorpusPlace, splitOf } from './corpusPlace';
import type { CorpusRows, PlacedRow } from './corpusRows';
import { TableCells } from './tableCells';
import type { CorpusFile } from './types';

/** Reads a CSV, JSONL, JSON or Parquet file, some rows at a time. */
export async function eachTableRow(
  { file, place }: CorpusFile,
  rows: CorpusRows,
  make: (cells: TableCells) => PlacedRow,
): Promise<void> {
  for await (const batch of readTable(file, rows.problems))
    for (const row of batch)
      rows.read(file.path, row.line, () => {
        const cells = new TableCells(file.path, row);
        const placed = make(cells);
        remarkOnColumns(cells, placed, place, rows);
        return placed;
      });
}

/** The split in a column of a row, else of the file's name. */
export function splitOfRow(cells: TableCells, place: CorpusPlace, ...columns: string[]): Split {
  for (const column of [...columns, 'split']) {
    const name = cells.text(column);
    if (name === '') continue;
    const split = splitOf(name);
    if (split) return split;
    throw cells.fail(column, `found ${name}, wanted train, dev (or validation, eval) or test`);
  }
  if (place.split) return place.split;
  const detail =
    'no split: wanted train, validation (or eval, dev) or test in the name of the file';
  throw new ParseError(cells.file, cells.line, '', detail);
}

function remarkOnColumns(
  { differing, line }: TableCells,
  { row, split }: PlacedRow,
  place: CorpusPlace,
  rows: CorpusRows,
): void {
  for (const name of differing)
    rows.remark(line, name, `whose columns "${name}" and " ${name}" differ; the first is believed`);
  if (place.language !== undefined && place.language !== row.language)
    rows.remark(line, '', `of ${row.language} in a file of ${place.language}; the row is believed`);
  if (place.split !== undefined && place.split !== split)
    rows.remark(line, '', `of ${split} in a file of ${place.split}; the row is believed`);
}
