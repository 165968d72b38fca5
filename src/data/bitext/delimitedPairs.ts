import type { Problems } from '../problems';
import { lineBatches } from '../source/lineBatches';
import { readTable, tableKind } from '../tables';
import type { DataFile } from '../types';
import { type CellRow, type DelimitedLayout, delimitedLayout } from './delimitedLayout';
import { numberOf } from './mosesPairs';
import type { TableFile } from './tablePairs';
import type { PairBatch, PairOptions, SourcePair } from './types';

/** Rows by which columns are found. */
const SNIFFED_ROWS = 100;

/**
 * Gives the pairs of a TSV file, in which a quote is a character, or of a CSV file (RFC 4180), with a header or
 * without, with ids or a score in further columns. A row with too few columns is bad, an empty line an empty pair.
 *
 * @throws ParseError as `delimitedLayout`; if the file has no row; CSV with an unclosed quote.
 */
export async function* delimitedPairs(
  table: TableFile,
  problems: Problems,
  options: PairOptions,
): AsyncGenerator<PairBatch> {
  let waiting: CellRow[] = [];
  let reader: CellReader | undefined;
  const start = () => {
    reader = new CellReader(
      table,
      delimitedLayout(table.file.path, waiting.slice(0, SNIFFED_ROWS), table.named, options),
      problems,
    );
    return reader.read(waiting);
  };
  for await (const rows of cellRows(table.file, problems)) {
    if (reader) yield* reader.read(rows);
    else {
      waiting = [...waiting, ...rows];
      if (waiting.length >= SNIFFED_ROWS) yield* start();
    }
  }
  if (!reader && waiting.length > 0) yield* start();
}

async function* cellRows(file: DataFile, problems: Problems): AsyncGenerator<readonly CellRow[]> {
  if (tableKind(file.path) === 'csv') {
    for await (const rows of readTable(file, problems, { header: false }))
      yield rows.map(({ line, fields }) => ({ line, cells: [...fields.values()].map(String) }));
    return;
  }
  let line = 0;
  for await (const lines of lineBatches(file)) {
    const rows: CellRow[] = [];
    for (const text of lines) {
      line += 1;
      if (text !== undefined)
        rows.push({ line, cells: text.trim() === '' ? [] : text.split('\t') });
      else
        problems.badRow(file.path, line, '', 'found bytes that are not UTF-8, wanted UTF-8 text');
    }
    yield rows;
  }
}

class CellReader {
  #isFirst = true;
  readonly #least: number;

  constructor(
    readonly table: TableFile,
    readonly layout: DelimitedLayout,
    readonly problems: Problems,
  ) {
    this.#least = Math.max(layout.english, ...layout.foreign.map(({ column }) => column)) + 1;
  }

  /** One batch a language. */
  *read(rows: readonly CellRow[]): Generator<PairBatch> {
    const { name, file, sources } = this.table;
    const body = rows.filter((row) => this.#isPair(row));
    for (const { language, column } of this.layout.foreign) {
      const pairs = body.map((row) => this.#pair(row, column));
      if (pairs.length > 0) yield { name, language, file: file.path, sources, pairs };
    }
  }

  #isPair({ line, cells }: CellRow): boolean {
    const path = this.table.file.path;
    if (this.#isFirst && cells.length > 1) {
      this.#isFirst = false;
      if (this.layout.header !== undefined) {
        this.problems.note(path, `line ${line} is taken as a header: ${this.layout.header}`);
        return false;
      }
    }
    if (cells.length === 0 || cells.length >= this.#least) return true;
    const found = cells.length === 1 ? '1 column' : `${cells.length} columns`;
    this.problems.badRow(path, line, '', `found ${found}, wanted ${this.#least} or more`);
    return false;
  }

  #pair({ line, cells }: CellRow, column: number): SourcePair {
    const pair = { english: cells[this.layout.english] ?? '', foreign: cells[column] ?? '', line };
    const score =
      this.layout.score === undefined ? undefined : numberOf(cells[this.layout.score] ?? '');
    return score === undefined ? pair : { ...pair, score };
  }
}
