import { type FileMetaData, parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { ParseError } from '../../lib';
import type { Ranges } from './ranges';
import { readRange } from './readRange';

/** A Parquet file by its footer. */
export interface ParquetFile {
  readonly ranges: Ranges;
  readonly footer: FileMetaData;
  readonly metadata: ReadonlyMap<string, string>;
  /** Top columns by name, each with its type in words: `list<list<FLOAT>>`. */
  readonly columns: ReadonlyMap<string, string>;
  readonly rows: number;
}

type Tree = ReturnType<typeof parquetSchema>;

const TAIL_BYTES = 8; // footer's length and PAR1
const LONGEST_FOOTER = 16 * 2 ** 20;
/** Unpacked bytes of a group, which can only be read whole. */
const LARGEST_GROUP = 2 ** 29;
/** Of a group: a token needs more than a byte, and a text more than that. */
const MOST_ROWS = 2 ** 24;

/** Opens a Parquet file by its footer. @throws ParseError if it is damaged or longer than 16 MiB. */
export async function openParquet(ranges: Ranges): Promise<ParquetFile> {
  const { path, size } = ranges;
  const fail = (detail: string) => new ParseError(path, 0, 'footer', detail);
  if (size < TAIL_BYTES + 4) throw fail(`found ${size} bytes, wanted a Parquet file`);
  const tail = await readRange(ranges, size - TAIL_BYTES, size);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  if (view.getUint32(4, true) !== 0x31524150) throw fail('does not end with PAR1');
  const length = view.getUint32(0, true);
  if (length > LONGEST_FOOTER || length > size - TAIL_BYTES - 4)
    throw fail(`found a length of ${length} bytes, wanted at most ${LONGEST_FOOTER}, in the file`);
  const raw = await readRange(ranges, size - TAIL_BYTES - length, size);
  return guarded(path, 'footer', async () => {
    const footer = parquetMetadata(raw.slice().buffer);
    const schema = parquetSchema(footer);
    const rows = Number(footer.num_rows);
    const inGroups = footer.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    if (!Number.isSafeInteger(rows) || rows < 0 || inGroups !== rows)
      throw fail(`found ${rows} rows, ${inGroups} in its groups`);
    const columns = new Map(schema.children.map((one) => [one.element.name, typeOf(one)]));
    const pairs = (footer.key_value_metadata ?? []).map(
      ({ key, value }) => [key, value ?? ''] as const,
    );
    return { ranges, footer, rows, columns, metadata: new Map(pairs) };
  });
}

function typeOf({ element, children }: Tree): string {
  if (element.converted_type === 'LIST' || element.logical_type?.type === 'LIST') {
    const inner = children[0];
    // Three-level lists have a group between; two-level ones, by old writers, have not.
    const item = inner && inner.children.length === 1 ? inner.children[0]! : inner;
    return `list<${item ? typeOf(item) : ''}>`;
  }
  if (children.length > 0) return `struct<${children.map(typeOf).join(', ')}>`;
  return element.logical_type?.type === 'FLOAT16' ? 'FLOAT16' : (element.type ?? 'unknown');
}

/**
 * Gives the rows of some columns, a group at a time.
 *
 * @throws ParseError for a damaged page, or a group of more than 512 MiB.
 */
export async function* parquetRows(
  { ranges, footer }: ParquetFile,
  columns: readonly string[],
): AsyncGenerator<readonly Record<string, unknown>[]> {
  const { path, size } = ranges;
  const { compressors } = await import('hyparquet-compressors');
  const file = {
    byteLength: size,
    // Fewer bytes make the decoder fail where it is awaited; a rejection here would be heard by nobody.
    slice: async (start: number, end = size) =>
      (await ranges.slice(start, Math.min(end, size))).slice().buffer,
  };
  let rowStart = 0;
  for (const [group, { num_rows, columns: chunks }] of footer.row_groups.entries()) {
    const bytes = chunks
      .filter(({ meta_data: about }) => columns.includes(about?.path_in_schema[0] ?? ''))
      .reduce((sum, { meta_data: about }) => sum + Number(about!.total_uncompressed_size), 0);
    if (!(bytes <= LARGEST_GROUP))
      throw new ParseError(
        path,
        0,
        `row group ${group}`,
        `found ${bytes} bytes, wanted at most ${LARGEST_GROUP}: write smaller row groups`,
      );
    const rowEnd = rowStart + Number(num_rows);
    if (!(Number(num_rows) >= 0 && Number(num_rows) <= MOST_ROWS))
      throw new ParseError(
        path,
        0,
        `row group ${group}`,
        `found ${num_rows} rows, wanted at most ${MOST_ROWS}`,
      );
    const rows: Record<string, unknown>[] = Array.from({ length: rowEnd - rowStart }, () => ({}));
    // One column at a time: of several that fail, hyparquet leaves all but one unhandled.
    for (const column of columns) {
      const values = await guarded(path, `row group ${group}, ${column}`, () =>
        parquetReadObjects({
          ...{ file, metadata: footer, columns: [column], rowStart, rowEnd, compressors },
        }),
      );
      if (values.length !== rows.length)
        throw new ParseError(
          path,
          0,
          `row group ${group}, ${column}`,
          `found ${values.length} rows, wanted ${rows.length}`,
        );
      values.forEach((value, at) => {
        rows[at]![column] = value[column];
      });
    }
    yield rows;
    rowStart = rowEnd;
  }
}

/** A damaged file makes the decoder throw whatever comes first. */
async function guarded<Result>(
  path: string,
  place: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ParseError) throw error;
    throw new ParseError(path, 0, place, `is damaged: ${(error as Error).message}`);
  }
}
