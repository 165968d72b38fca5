import { bfloat16ToFloat32, halfToNumber } from '../../lib';
import type { ArrayType } from './types';

/** Elements as numbers, before any is rounded to float32. */
export type Numbers = Float32Array | Float64Array;

/**
 * Elements of numeric types and truth values; integers beyond 2^53 become NaN, so that none is silently another.
 *
 * @returns undefined for text and for types that are only known by their size.
 */
export function decodeNumbers(bytes: Uint8Array, type: ArrayType): Numbers | undefined {
  const { kind, size } = type;
  // A copy: typed arrays must begin at a multiple of their item size.
  const own = littleEndian(bytes, type);
  if (kind === 'bfloat') return bfloat16ToFloat32(new Uint16Array(own.buffer));
  if (kind === 'float') {
    if (size === 2) return Float32Array.from(new Uint16Array(own.buffer), halfToNumber);
    return size === 4 ? new Float32Array(own.buffer) : new Float64Array(own.buffer);
  }
  if (kind === 'bool') return Float64Array.from(own, (byte) => Number(byte !== 0));
  const Integers = kind === 'int' ? INTEGERS[size] : kind === 'uint' ? NATURALS[size] : undefined;
  if (!Integers) return undefined;
  return Float64Array.from(new Integers(own.buffer) as ArrayLike<number | bigint>, safeNumber);
}

type Arrays = new (buffer: ArrayBuffer) => ArrayLike<number> | ArrayLike<bigint>;
const INTEGERS: Readonly<Record<number, Arrays>> = {
  1: Int8Array,
  2: Int16Array,
  4: Int32Array,
  8: BigInt64Array,
};
const NATURALS: Readonly<Record<number, Arrays>> = {
  1: Uint8Array,
  2: Uint16Array,
  4: Uint32Array,
  8: BigUint64Array,
};

function safeNumber(value: number | bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

function littleEndian(bytes: Uint8Array, { size, bigEndian }: ArrayType): Uint8Array<ArrayBuffer> {
  const own = new Uint8Array(bytes);
  if (bigEndian)
    for (let at = 0; at < own.length; at += size) own.subarray(at, at + size).reverse();
  return own;
}

/** Elements of NumPy's U (UCS-4) and S (UTF-8 bytes), trailing NULs dropped; undefined for other types. */
export function decodeStrings(bytes: Uint8Array, type: ArrayType): string[] | undefined {
  const { kind, size, bigEndian } = type;
  if (kind !== 'text' && kind !== 'bytes') return undefined;
  const strings: string[] = [];
  const decoder = new TextDecoder();
  for (let at = 0; size > 0 && at < bytes.length; at += size) {
    const own = bytes.subarray(at, at + size);
    const text = kind === 'bytes' ? decoder.decode(own) : fromUcs4(own, bigEndian);
    strings.push(text.replace(/\0+$/, ''));
  }
  return strings;
}

function fromUcs4(bytes: Uint8Array, bigEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const code = view.getUint32(at, !bigEndian);
    text += String.fromCodePoint(code > 0x10ffff ? 0xfffd : code);
  }
  return text;
}
