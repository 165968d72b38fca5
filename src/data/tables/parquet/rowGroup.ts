import type { ColumnChunk, ColumnMetaData, RowGroup } from 'hyparquet';
import type { RandomAccessFile } from '../../source/randomAccess';
import { pauseOf } from '../../source/readFile';
import type { Footer } from './footer';
import { checkPages, type StoredPage } from './pages';
import type { LeafColumn } from './types';
import { pageUnpacker } from './unpackers';

/** A leaf's part of a row group, in memory. */
export interface CheckedLeaf {
  readonly leaf: LeafColumn;
  readonly meta: ColumnMetaData;
  readonly pages: readonly StoredPage[];
}

/** A row group in memory, its pages unpacked and checked. */
export interface CheckedGroup {
  readonly rows: number;
  /** Unpacked bytes. */
  readonly size: number;
  readonly leaves: readonly CheckedLeaf[];
}

/** Files of the Hugging Face hub have groups of 100 MB. */
const MOST_GROUP_BYTES = 2 ** 30;
/** As of containers: text is packed 10:1, a bomb 1000:1 and more. */
const RATIO = 100;
const RATIO_FLOOR_BYTES = 2 ** 26;
/** A row of text takes a byte; a group of fewer rows is fast to read whatever it packs. */
const ROWS_PER_BYTE = 8;
const ROWS_FLOOR = 2 ** 20;
/** Elements of lists are values too. */
const MOST_VALUES = 2 ** 25;

/**
 * Reads a row group and checks it: see {@link checkPages}.
 *
 * @throws RangeError if it is damaged, or if it is beyond 1 GiB, 100 times its size, or eight rows a byte.
 */
export async function readRowGroup(
  file: RandomAccessFile,
  footer: Footer,
  group: RowGroup,
): Promise<CheckedGroup> {
  const packed = group.columns.reduce(
    (sum, { meta_data }) => sum + Number(meta_data?.total_compressed_size ?? 0),
    0,
  );
  const rows = Number(group.num_rows);
  if (!(rows >= 0 && rows <= Math.max(ROWS_FLOOR, ROWS_PER_BYTE * packed)))
    throw new RangeError(`a row group of ${rows} rows in ${packed} bytes`);
  if (group.columns.length !== footer.leaves.size)
    throw new RangeError(
      `a row group of ${group.columns.length} columns, the schema has ${footer.leaves.size}`,
    );
  const limit = Math.min(MOST_GROUP_BYTES, Math.max(RATIO_FLOOR_BYTES, RATIO * packed));
  let size = 0;
  const leaves: CheckedLeaf[] = [];
  for (const column of group.columns) {
    const { leaf, meta, chunk } = await readChunk(file, footer, column, rows, limit - size);
    size += chunk.size;
    leaves.push({ leaf, meta, pages: chunk.pages });
  }
  return { rows, size, leaves };
}

async function readChunk(
  file: RandomAccessFile,
  footer: Footer,
  { meta_data: meta, file_path: elsewhere }: ColumnChunk,
  rows: number,
  room: number,
) {
  const leaf = meta && footer.leaves.get(meta.path_in_schema.join('\n'));
  if (!meta || !leaf || elsewhere) throw new RangeError('a column without its schema or data');
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const size = Number(meta.total_compressed_size);
  if (!(start >= 4 && size >= 0 && start + size <= footer.end))
    throw new RangeError(`a column of ${size} bytes at ${start}, wanted it before ${footer.end}`);
  const values = Number(meta.num_values);
  if (!(values >= rows && values <= (leaf.repetition > 0 ? MOST_VALUES : rows)))
    throw new RangeError(`a column of ${values} values in ${rows} rows`);
  const bytes = await file.slice(start, start + size);
  if (bytes.length < size) throw new RangeError('an end before its last column');
  const unpack = await pageUnpacker(meta.codec);
  const chunk = await unhurried(file, checkPages(bytes, leaf, unpack, room, values));
  if (chunk.values !== values)
    throw new RangeError(`a column of ${chunk.values} values, declared are ${values}`);
  if (chunk.rows !== rows)
    throw new RangeError(`a column of ${chunk.rows} rows, declared are ${rows}`);
  return { leaf, meta, chunk };
}

/** Unpacked bytes between two moments in which a cancel is heard; a page is a mebibyte as a rule. */
const PAUSE_BYTES = 2 ** 20;

/** Does a chunk's pages one by one, with pauses. */
async function unhurried(file: RandomAccessFile, pages: ReturnType<typeof checkPages>) {
  let unheard = 0;
  for (;;) {
    const { done, value } = pages.next();
    if (done) return value;
    unheard += value.body.length;
    if (unheard < PAUSE_BYTES) continue;
    unheard = 0;
    await pauseOf(file);
  }
}
