import { countOf } from './headers';
import { checkHybridRuns } from './hybridRuns';
import type { ThriftStruct, ThriftValue } from './thrift';
import type { LeafColumn } from './types';

/** Numbers of parquet.thrift's Encoding. */
const PLAIN = 0;
const PLAIN_DICTIONARY = 2;
const RLE = 3;
const DELTA_BYTE_ARRAY = 7;
const RLE_DICTIONARY = 8;

const WIDTHS: ReadonlyMap<string, number> = new Map([
  ['INT32', 4],
  ['FLOAT', 4],
  ['INT64', 8],
  ['DOUBLE', 8],
  ['INT96', 12],
  ['BOOLEAN', 1 / 8],
]);

/**
 * Checks levels and values of a data page of version 1.
 *
 * @param entries of the dictionary.
 * @returns the rows that begin in it.
 * @throws RangeError if they are not what the header declares.
 */
export function checkData(
  body: Uint8Array,
  header: ThriftStruct,
  values: number,
  column: LeafColumn,
  entries: number,
): number {
  let at = 0;
  const level = (most: number, encoding: ThriftValue | undefined) => {
    if (encoding !== RLE) throw new RangeError('levels in another encoding than RLE');
    const start = at + 4;
    at = start + lengthAt(body, at);
    return checkHybridRuns(body.subarray(start, at), bitsOf(most), values, most);
  };
  const rows = column.repetition > 0 ? level(column.repetition, header.get(4)).zeros : values;
  const present = column.definition > 0 ? level(column.definition, header.get(3)).tops : values;
  checkValues(body.subarray(at), header.get(2), present, column, entries);
  return rows;
}

/** As {@link checkData}, of a page of version 2. */
export function checkDataV2(
  body: Uint8Array,
  header: ThriftStruct,
  values: number,
  column: LeafColumn,
  entries: number,
): number {
  const end = countOf(header, 6, body.length, 'bytes of levels');
  const start = end + countOf(header, 5, body.length - end, 'bytes of levels');
  const level = (most: number, bytes: Uint8Array) =>
    checkHybridRuns(bytes, bitsOf(most), values, most);
  const rows =
    column.repetition > 0 ? level(column.repetition, body.subarray(0, end)).zeros : values;
  const present =
    column.definition > 0 ? level(column.definition, body.subarray(end, start)).tops : values;
  // The decoder skips by the one and reads by the other.
  if (
    countOf(header, 3, values, 'rows') !== rows ||
    countOf(header, 2, values, 'nulls') !== values - present
  )
    throw new RangeError('a page of other rows or nulls than declared');
  checkValues(body.subarray(start), header.get(4), present, column, entries);
  return rows;
}

function checkValues(
  body: Uint8Array,
  encoding: ThriftValue | undefined,
  count: number,
  column: LeafColumn,
  entries: number,
): void {
  if (count === 0) return;
  if (encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY) {
    if (column.type === 'BOOLEAN') throw new RangeError('a dictionary of booleans');
    checkHybridRuns(body.subarray(1), body[0] ?? 33, count, entries - 1);
  } else if (encoding === RLE) {
    checkHybridRuns(body.subarray(4, 4 + lengthAt(body, 0)), 1, count, 1);
  } else if (encoding === PLAIN && column.type === 'BYTE_ARRAY') {
    checkByteArrays(body, count);
  } else if (encoding === PLAIN) {
    const wanted = Math.ceil(count * (WIDTHS.get(column.type) ?? column.typeLength));
    if (wanted > body.length)
      throw new RangeError(`${body.length} bytes of values, wanted ${wanted}`);
  } else if (encoding === DELTA_BYTE_ARRAY)
    // Each value repeats a part of the one before: n bytes may unpack to n squared.
    throw new RangeError('the encoding DELTA_BYTE_ARRAY, which is not read');
}

/**
 * Checks texts with their lengths before them: they must fill their page, because a view of one knows its buffer's end,
 * not the page's.
 *
 * @throws RangeError if they do not, or are not `count`.
 */
export function checkByteArrays(body: Uint8Array, count: number): void {
  let at = 0;
  for (let value = 0; value < count; value++) at += 4 + lengthAt(body, at);
  if (at !== body.length) throw new RangeError(`${body.length} bytes of texts, wanted ${at}`);
}

/** A length in four bytes; so many must follow. */
function lengthAt(body: Uint8Array, at: number): number {
  const rest = body.length - at - 4;
  if (rest < 0) throw new RangeError('a length that ends early');
  const length =
    body[at]! + body[at + 1]! * 2 ** 8 + body[at + 2]! * 2 ** 16 + body[at + 3]! * 2 ** 24;
  if (length > rest) throw new RangeError(`${length} bytes where ${rest} are left`);
  return length;
}

function bitsOf(level: number): number {
  return 32 - Math.clz32(level);
}
