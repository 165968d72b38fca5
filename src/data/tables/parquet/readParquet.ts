import { ParseError } from '../../../lib';
import { type RandomAccessFile, randomAccess, rememberFailure } from '../../source/randomAccess';
import type { DataFile } from '../../types';
import type { TableRow } from '../types';
import { decodeRows } from './decodeRows';
import { readFooter } from './footer';
import { readRowGroup } from './rowGroup';
import { plainValue } from './values';

/** Rows that are decoded together; where columns are nested, each time costs the whole row group. */
const WINDOW = 2 ** 16;
const NESTED_WINDOW = 2 ** 18;

/** Rows that are handed on together. */
const BATCH = 2 ** 12;

/**
 * Reads a Parquet file by range, one row group at a time. hyparquet decodes, but all sizes and counts that it is given
 * were checked before. Structs become objects without prototype, lists arrays ({@link plainValue}).
 *
 * @throws ParseError if the file is damaged, encrypted, of an encoding or compression that is not read, or if a row group
 *   is beyond a limit.
 */
export async function* readParquet(file: DataFile): AsyncGenerator<readonly TableRow[]> {
  const source = rememberFailure(await randomAccess(file));
  const run = <Result>(work: () => Promise<Result>) => guarded(source, work);
  const footer = await run(() => readFooter(source));
  let before = 0;
  for (const declared of footer.metadata.row_groups) {
    const checked = await run(() => readRowGroup(source, footer, declared));
    const count = Number(declared.num_rows);
    const window = checked.isNested ? NESTED_WINDOW : WINDOW;
    for (let start = 0; start < count; start += window) {
      const decoded = await run(() =>
        decodeRows(footer, checked, start, Math.min(start + window, count)),
      );
      for (let at = 0; at < decoded.length; at += BATCH) {
        const line = before + start + at + 1;
        yield tableRows(footer.names, decoded.slice(at, at + BATCH), line);
      }
    }
    before += count;
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
  decoded: readonly (readonly unknown[])[],
  line: number,
): TableRow[] {
  return decoded.map((values, at) => {
    const fields = names.map((name, column) => [name, plainValue(values[column])] as const);
    return { line: line + at, fields: new Map(fields) };
  });
}
