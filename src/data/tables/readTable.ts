import { ParseError } from '../../lib';
import type { Problems } from '../problems';
import type { DataFile } from '../types';
import { readDelimited } from './readDelimited';
import { readJson } from './readJson';
import { readJsonLines } from './readJsonLines';
import type { TableKind, TableOptions, TableRow } from './types';

const KINDS: ReadonlyMap<string, TableKind> = new Map([
  ['csv', 'csv'],
  ['tsv', 'tsv'],
  ['tab', 'tsv'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['jl', 'jsonl'],
  ['json', 'json'],
  ['parquet', 'parquet'],
]);

/** Gives the kind of table by a path's ending, whatever its case; undefined where it names none. */
export function tableKind(path: string): TableKind | undefined {
  return KINDS.get(/\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '');
}

/**
 * Reads a CSV, TSV, JSONL, JSON or Parquet file into records, some rows at a time, in file order; a file of another
 * ending is read as CSV or TSV where `options.delimiter` is given. In TSV quotes are characters like any other.
 *
 * @param problems gets the rows that cannot be read.
 * @throws ParseError if the file as a whole cannot be read.
 */
export async function* readTable(
  file: DataFile,
  problems: Problems,
  options: TableOptions = {},
): AsyncGenerator<readonly TableRow[]> {
  const kind =
    tableKind(file.path) ?? (options.delimiter === '\t' ? 'tsv' : options.delimiter && 'csv');
  if (kind === 'csv') yield* readDelimited(file, problems, options, true);
  else if (kind === 'tsv')
    yield* readDelimited(file, problems, { delimiter: '\t', ...options }, false);
  else if (kind === 'jsonl') yield* readJsonLines(file, problems);
  else if (kind === 'json') yield* readJson(file, problems);
  else if (kind === 'parquet') {
    const { readParquet } = await import('./parquet/readParquet');
    yield* readParquet(file);
  } else {
    const detail = `wanted a table: ${[...KINDS.keys()].map((ending) => `.${ending}`).join(', ')}`;
    throw new ParseError(file.path, 0, '', detail);
  }
}
