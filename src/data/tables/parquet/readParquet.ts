import { ParseError } from '../../../lib';
import { type RandomAccessFile, randomAccess, rememberFailure } from '../../source/randomAccess';
import { pauseOf } from '../../source/readFile';
import type { DataFile } from '../../types';
import type { TableRow } from '../types';
import { decodeColumn } from './decodeColumn';
import { readFooter } from './footer';
import { readRowGroup } from './rowGroup';
import { plainValue } from './values';

/** Rows and unpacked bytes that are decoded together. */
const WINDOW_ROWS = 2 ** 16;
const WINDOW_BYTES = 2 ** 26;

/** Rows that are handed on together: some 50 ms of a corpus's work. */
const BATCH = 2 ** 9;

/**
 * Reads a Parquet file by range, one row group at a time. hyparquet decodes, but all sizes and counts that it is given
 * were checked before. Structs become objects without prototype, lists arrays ({@link plainValue}).
 *
 * @param most rows that are decoded together.
 * @throws ParseError if the file is damaged, encrypted, of an encoding or compression that is not read, or if a row group
 *   is beyond a limit.
 */
export async function* readParquet(
  file: DataFile,
  most = WINDOW_ROWS,
): AsyncGenerator<readonly TableRow[]> {
  const source = rememberFailure(await randomAccess(file));
  const run = <Result>(work: () => Promise<Result>) => guarded(source, work);
  const footer = await run(() => readFooter(source));
  const names = footer.columns.map(({ element }) => element.name);
  let before = 0;
  for (const declared of footer.metadata.row_groups) {
    const group = await run(() => readRowGroup(source, footer, declared));
    const window = Math.ceil(Math.min(most, (WINDOW_BYTES / group.size) * group.rows)) || 1;
    for (let start = 0; start < group.rows; start += window) {
      const end = Math.min(start + window, group.rows);
      const columns: (readonly unknown[])[] = [];
      for (const column of footer.columns) {
        columns.push(await run(() => decodeColumn(column, group, start, end)));
        await pauseOf(source);
      }
      for (let at = start; at < end; at += BATCH) {
        const last = Math.min(at + BATCH, end) - start;
        yield tableRows(names, columns, at - start, last, before + start);
        await pauseOf(source);
      }
    }
    before += group.rows;
  }
  if (before === 0) throw new ParseError(file.path, 0, '', 'the file is empty, wanted rows');
}

/** Makes what the decoder throws, of any type, the file's fault; a cancel or a network's error stays what it is. */
async function guarded<Result>(
  source: RandomAccessFile & { readonly failure: () => unknown },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw (
      source.failure() ??
      new ParseError(source.path, 0, '', `is no Parquet file that can be read: found ${why}`)
    );
  }
}

function tableRows(
  names: readonly string[],
  columns: readonly (readonly unknown[])[],
  start: number,
  end: number,
  before: number,
): TableRow[] {
  return Array.from({ length: end - start }, (_, at) => {
    const row = start + at;
    const fields = names.map((name, column) => [name, plainValue(columns[column]?.[row])] as const);
    return { line: before + row + 1, fields: new Map(fields) };
  });
}
