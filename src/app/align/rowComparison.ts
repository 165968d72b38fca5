import type { Sentence } from '../alignProblem';
import type { CellValue, ExportTable } from '../export/exportTable';
import type { ShownMatrix } from '../matrix';

/** One or two rows over the columns that take most of either. */
export interface RowComparison {
  /** Names of the rows. */
  readonly series: readonly string[];
  readonly bars: readonly {
    /** Place and text of the column: two tokens may be spelt alike. */
    readonly label: string;
    readonly column: number;
    readonly values: readonly number[];
  }[];
}

const MOST_BARS = 10;

interface NamedRow {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** Compares rows of matrices over the same columns. */
export function compareRows(rows: readonly NamedRow[], columns: Sentence): RowComparison {
  const largest = (column: number) =>
    Math.max(...rows.map(({ values }) => Math.abs(values[column] ?? 0)));
  const order = columns.tokens
    .map((_, column) => column)
    .sort((a, b) => largest(b) - largest(a) || a - b)
    .slice(0, MOST_BARS)
    .sort((a, b) => a - b);
  return {
    series: rows.map(({ name }) => name),
    bars: order.map((column) => ({
      label: `${column + 1} ${columns.tokens[column]!.text}`,
      column,
      values: rows.map(({ values }) => values[column] ?? 0),
    })),
  };
}

/** A row of a matrix with its name. */
export function namedRow(matrix: ShownMatrix, rows: Sentence, row: number): NamedRow {
  const { columns, values } = matrix;
  return {
    name: `${row + 1} ${rows.tokens[row]?.text ?? ''}`,
    values: values.subarray(row * columns, (row + 1) * columns),
  };
}

export function comparisonTable(
  { series, bars }: RowComparison,
  unit: string,
  about: Readonly<Record<string, CellValue>>,
): ExportTable {
  return {
    name: 'alignment-rows',
    caption: `Pinned rows: ${unit}`,
    columns: [
      { key: 'column', label: 'Column' },
      ...series.map((name, k) => ({ key: `row${k + 1}`, label: name, digits: 4 })),
    ],
    rows: bars.map(({ label, values }) => [label, ...values]),
    about,
  };
}
