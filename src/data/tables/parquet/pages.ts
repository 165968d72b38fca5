import { checkByteArrays, checkData, checkDataV2 } from './checkPage';
import { countOf, structOf, wholeNumbers } from './headers';
import { readThrift, type ThriftStruct, type ThriftValue, writeThrift } from './thrift';
import type { LeafColumn, PageUnpacker } from './types';

/** Numbers of parquet.thrift's PageType and Encoding. */
const DATA = 0;
const DICTIONARY = 2;
const DATA_V2 = 3;
const PLAIN = 0;

const MOST_PAGE_BYTES = 2 ** 27;

/** A page that is unpacked and checked. */
export interface StoredPage {
  /** A header that says that the body is uncompressed. */
  readonly head: Uint8Array;
  readonly body: Uint8Array;
  readonly isDictionary: boolean;
  /** Rows that begin in it. */
  readonly rows: number;
}

/** A column chunk in memory. */
export interface CheckedChunk {
  readonly pages: readonly StoredPage[];
  readonly size: number;
  /** Values including nulls. */
  readonly values: number;
  readonly rows: number;
}

/**
 * Unpacks the pages of a column chunk and checks every declared size and count, so that the decoder that reads them
 * next neither hangs nor allocates what a damaged or hostile file tells it to. Gives page after page, so that others
 * can be heard between them, and all of them at the end.
 *
 * @param room unpacked bytes that the row group may still have.
 * @param most values that the chunk may have.
 * @throws RangeError if a page is damaged or beyond a limit.
 */
export function* checkPages(
  bytes: Uint8Array,
  column: LeafColumn,
  unpack: PageUnpacker,
  room: number,
  most: number,
): Generator<StoredPage, CheckedChunk> {
  const chunk = { pages: [] as StoredPage[], size: 0, values: 0, rows: 0 };
  let entries = 0;
  for (let at = 0; at < bytes.length && chunk.values < most; ) {
    const { value: header, end } = readThrift(bytes, at);
    at = end + countOf(header, 3, bytes.length - end, 'packed bytes');
    const size = countOf(
      header,
      2,
      Math.min(MOST_PAGE_BYTES, room - chunk.size),
      'bytes in a page',
    );
    const packed = bytes.subarray(end, at);
    const page = readPage({
      header,
      packed,
      size,
      column,
      unpack,
      entries,
      most: most - chunk.values,
    });
    if (!page) continue;
    const head = Uint8Array.from(writeThrift(page.header));
    const isDictionary = page.entries !== undefined;
    chunk.pages.push({ head, body: page.body, isDictionary, rows: page.rows });
    chunk.size += head.length + page.body.length;
    chunk.values += page.values;
    chunk.rows += page.rows;
    entries = page.entries ?? entries;
    yield chunk.pages.at(-1)!;
  }
  return chunk;
}

interface Page {
  readonly header: ThriftStruct;
  readonly packed: Uint8Array;
  readonly size: number;
  readonly column: LeafColumn;
  readonly unpack: PageUnpacker;
  /** Of the dictionary. */
  readonly entries: number;
  readonly most: number;
}

interface CheckedPage {
  readonly header: ThriftStruct;
  readonly body: Uint8Array;
  readonly values: number;
  readonly rows: number;
  readonly entries?: number;
}

function readPage(page: Page): CheckedPage | undefined {
  const type = page.header.get(1);
  if (type === DATA) return readData(page);
  if (type === DATA_V2) return readDataV2(page);
  // Index pages and what later versions may add carry no values.
  return type === DICTIONARY ? readDictionary(page) : undefined;
}

function readData({ header, packed, size, column, unpack, entries, most }: Page): CheckedPage {
  const inner = structOf(header, 5);
  const values = countOf(inner, 1, most, 'values');
  const body = sized(unpack(packed, size), size);
  const rows = checkData(body, inner, values, column, entries);
  return { header: rewritten(DATA, body, 5, wholeNumbers(inner, 4)), body, values, rows };
}

function readDataV2({ header, packed, size, column, unpack, entries, most }: Page): CheckedPage {
  const inner = structOf(header, 8);
  const values = countOf(inner, 1, most, 'values');
  const levels =
    countOf(inner, 5, packed.length, 'bytes of levels') +
    countOf(inner, 6, packed.length, 'bytes of levels');
  if (levels > Math.min(packed.length, size))
    throw new RangeError('levels beyond the end of their page');
  let body = packed;
  if (inner.get(7) !== false) {
    const data = size > levels ? unpack(packed.subarray(levels), size - levels) : new Uint8Array();
    body = new Uint8Array(levels + data.length);
    body.set(packed.subarray(0, levels));
    body.set(data, levels);
  }
  const rows = checkDataV2(sized(body, size), inner, values, column, entries);
  const fields = new Map<number, ThriftValue>([...wholeNumbers(inner, 6), [7, false]]);
  return { header: rewritten(DATA_V2, body, 8, fields), body, values, rows };
}

function readDictionary({ header, packed, size, column, unpack }: Page): CheckedPage {
  const entries = countOf(structOf(header, 7), 1, size, 'entries of a dictionary');
  const body = sized(unpack(packed, size), size);
  if (column.type === 'BYTE_ARRAY') checkByteArrays(body, entries);
  const fields = new Map([
    [1, entries],
    [2, PLAIN],
  ]);
  return { header: rewritten(DICTIONARY, body, 7, fields), body, values: 0, rows: 0, entries };
}

function sized(body: Uint8Array, size: number): Uint8Array {
  if (body.length === size) return body;
  throw new RangeError(`a page of ${body.length} bytes, declared are ${size}`);
}

function rewritten(
  type: number,
  body: Uint8Array,
  field: number,
  inner: ThriftStruct,
): ThriftStruct {
  return new Map<number, ThriftValue>([
    [1, type],
    [2, body.length],
    [3, body.length],
    [field, inner],
  ]);
}
