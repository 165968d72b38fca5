import { ParseError } from '../../lib';
import type { ArrayType } from './types';

/** Header of a .npy array. */
export interface NpyHeader {
  readonly type: ArrayType;
  readonly shape: readonly number[];
  readonly fortran: boolean;
  /** Where the data begins, in bytes. */
  readonly start: number;
  /** Bytes of data. */
  readonly bytes: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** Fields without names, as token vectors have none, need a hundred bytes. */
const LONGEST = 2 ** 16;
/** Bytes that hold any header that is accepted. */
export const NPY_HEAD = 12 + LONGEST;

const KINDS: Readonly<Record<string, ArrayType['kind']>> = {
  ...{ f: 'float', i: 'int', u: 'uint', b: 'bool', S: 'bytes', U: 'text' },
  V: 'bfloat', // NumPy has no name for ml_dtypes' bfloat16 and saves it as two bytes without a type
};
const SIZES: Readonly<Record<string, readonly number[]>> = {
  ...{ f: [2, 4, 8], i: [1, 2, 4, 8], u: [1, 2, 4, 8], b: [1], V: [2] },
};

/**
 * Reads the header of a .npy array, format versions 1 to 3, any byte order.
 *
 * @param head the array's first `NPY_HEAD` bytes, or all of them.
 * @throws ParseError naming file and array, for a header longer than 64 KiB, one that is none, or an unknown type.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readNpyHeader(file: string, name: string, head: Uint8Array): NpyHeader {
  const fail = (detail: string) => new ParseError(file, 0, name, detail);
  const { text, start } = headerText(head, fail);
  const descr = /['"]descr['"]:\s*['"]([^'"]*)['"]/.exec(text)?.[1];
  const order = /['"]fortran_order['"]:\s*(True|False)/.exec(text)?.[1];
  const dims = /['"]shape['"]:\s*\(([\d\sL,]*)\)/.exec(text)?.[1];
  if (order === undefined || dims === undefined)
    throw fail(
      `found the header ${text.trim().slice(0, 200)}, wanted descr, fortran_order and shape`,
    );
  const type = descr === undefined ? undefined : readType(descr);
  if (!type)
    throw fail(
      `found type ${descr ?? 'with fields'}, wanted floats f2 f4 f8, integers i1 to u8, b1, V2 (bfloat16), S or U`,
    );
  const shape = dims.split(',').flatMap((size) => (size.trim() ? [Number.parseInt(size, 10)] : []));
  const bytes = shape.reduce((product, size) => product * BigInt(size), BigInt(type.size));
  if (bytes > Number.MAX_SAFE_INTEGER || shape.length > 32 || !shape.every(Number.isSafeInteger))
    throw fail(`found the shape (${dims}), wanted one of at most 2^53 bytes`);
  return { type, shape, fortran: order === 'True', start, bytes: Number(bytes) };
}

function headerText(head: Uint8Array, fail: (detail: string) => ParseError) {
  if (MAGIC.some((byte, at) => head[at] !== byte))
    throw fail('does not begin with \\x93NUMPY, wanted a .npy array');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const version = head[6] ?? 0;
  if (version < 1 || version > 3) throw fail(`found format version ${version}, wanted 1 to 3`);
  const from = version === 1 ? 10 : 12;
  if (head.length < from) throw fail('ends within its header');
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST) throw fail(`found a header of ${length} bytes, wanted at most ${LONGEST}`);
  const start = from + length;
  if (head.length < start) throw fail('ends within its header');
  const encoding = version === 3 ? 'utf-8' : 'latin1';
  return { text: new TextDecoder(encoding).decode(head.subarray(from, start)), start };
}

function readType(descr: string): ArrayType | undefined {
  const [, order, letter, digits] = /^([<>|=]?)([a-zA-Z])(\d{1,9})$/.exec(descr) ?? [];
  const kind = letter && KINDS[letter];
  if (!kind) return undefined;
  const count = Number(digits);
  const allowed = SIZES[letter];
  if (allowed && !allowed.includes(count)) return undefined;
  const size = letter === 'U' ? 4 * count : count;
  return { kind, size, bigEndian: order === '>', shown: descr };
}

/** `(3, 4)`, as NumPy shows a shape. */
export function showShape(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}
