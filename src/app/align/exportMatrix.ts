import type { Sentence } from '../alignProblem';
import type { CellValue, ExportTable } from '../export/exportTable';
import type { ShownMatrix } from '../matrix';
import type { Ribbon } from './ribbons';

/** Wider tables are read nowhere: one line a cell then. */
const MOST_COLUMNS = 64;

/** A matrix, number by number: one column a token, or one line a cell where these would be too many. */
export function matrixTable(
  matrix: ShownMatrix,
  rows: Sentence,
  columns: Sentence,
  about: Readonly<Record<string, CellValue>>,
): ExportTable {
  const value = (row: number, column: number) => matrix.values[row * matrix.columns + column]!;
  const named = { name: 'alignment', caption: `Alignment: ${matrix.unit}`, about };
  if (columns.tokens.length > MOST_COLUMNS) {
    const cells = rows.tokens.flatMap((row, i) =>
      columns.tokens.map((column, j) => [i + 1, row.text, j + 1, column.text, value(i, j)]),
    );
    return { ...named, columns: longColumns(rows, columns, matrix.noun), rows: cells };
  }
  return {
    ...named,
    columns: [
      { key: 'row', label: 'Row', language: rows.language },
      ...columns.tokens.map(({ text }, column) => ({
        key: `${column + 1} ${text}`,
        label: text,
        language: columns.language,
      })),
    ],
    rows: rows.tokens.map(({ text }, row) => [
      text,
      ...columns.tokens.map((_, column) => value(row, column)),
    ]),
  };
}

/** The links that are drawn. */
export function ribbonTable(
  ribbons: readonly Ribbon[],
  rows: Sentence,
  columns: Sentence,
  about: Readonly<Record<string, CellValue>>,
): ExportTable {
  return {
    ...{ name: 'links', caption: 'Links: share of the row’s mass', about },
    columns: longColumns(rows, columns, 'share'),
    rows: ribbons.map(({ row, column, share }) => [
      row + 1,
      rows.tokens[row]!.text,
      column + 1,
      columns.tokens[column]!.text,
      share,
    ]),
  };
}

function longColumns(rows: Sentence, columns: Sentence, noun: string) {
  return [
    { key: 'row', label: 'Row no.' },
    { key: 'row_text', label: 'Row', language: rows.language },
    { key: 'column', label: 'Column no.' },
    { key: 'column_text', label: 'Column', language: columns.language },
    { key: 'value', label: noun, digits: 4 },
  ];
}
