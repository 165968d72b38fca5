import { halfToNumber, ParseError } from '../lib';
import { expandZips } from './expandZips';
import type { NamedBytes } from './types';

/** An array of a .npz file, in C order. */
export interface NpyArray {
  /** Without `.npy`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** NumPy's name of the type: `<f2`, `<f4`, `<f8`, `<i4` or `<i8`. Halves are widened to float32. */
  readonly dtype: string;
  readonly data: Float32Array | Float64Array | Int32Array | BigInt64Array;
}

const TYPES: Readonly<Record<string, (bytes: ArrayBuffer) => NpyArray['data']>> = {
  '<f2': (bytes) => Float32Array.from(new Uint16Array(bytes), halfToNumber),
  '<f4': (bytes) => new Float32Array(bytes),
  '<f8': (bytes) => new Float64Array(bytes),
  '<i4': (bytes) => new Int32Array(bytes),
  '<i8': (bytes) => new BigInt64Array(bytes),
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

/**
 * Reads arrays of a .npz file (`numpy.savez`, `numpy.savez_compressed`): format versions 1 to 3, little-endian
 * floats and integers, C or Fortran order.
 *
 * @param names the arrays wanted; others are not unpacked.
 * @returns those of them that are there, by name.
 * @throws ParseError naming file and array if the zip or an array's header or length is damaged, or its type is none
 *   of the five.
 */
export function readNpz(file: NamedBytes, names: readonly string[]): Map<string, NpyArray> {
  const wanted = new Set(names.map((name) => `${file.path}/${name}.npy`));
  // The file is a zip whatever it is called.
  if (file.bytes[0] !== 0x50 || file.bytes[1] !== 0x4b)
    throw new ParseError(file.path, 0, '', 'is no .npz file, wanted a zip of .npy arrays');
  const arrays = new Map<string, NpyArray>();
  for (const { path, bytes } of expandZips([file], (path) => wanted.has(path))) {
    if (!wanted.has(path)) continue;
    const name = path.slice(file.path.length + 1, -'.npy'.length);
    arrays.set(name, readNpy(file.path, name, bytes));
  }
  return arrays;
}

/** Reads the bytes of one .npy file. Throws what `readNpz` throws. */
export function readNpy(file: string, name: string, bytes: Uint8Array): NpyArray {
  const fail = (detail: string) => new ParseError(file, 0, name, detail);
  const { header, start } = readHeader(bytes, fail);
  const dtype = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (order === undefined || shape === undefined)
    throw fail(`found the header ${header.trim()}, wanted descr, fortran_order and shape`);
  const read = dtype === undefined ? undefined : TYPES[dtype];
  if (dtype === undefined || !read)
    throw fail(`found type ${dtype ?? 'with fields'}, wanted ${Object.keys(TYPES).join(', ')}`);
  const sizes = shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  const wanted = sizes.reduce((count, size) => count * size, 1) * Number(dtype[2]);
  if (bytes.length - start !== wanted)
    throw fail(
      `found ${bytes.length - start} bytes of data, wanted ${wanted} for ${dtype} ${showShape(sizes)}`,
    );
  // A copy: typed arrays must begin at a multiple of their item size.
  const data = read(bytes.slice(start).buffer as ArrayBuffer);
  return { name, shape: sizes, dtype, data: order === 'True' ? toRowMajor(data, sizes) : data };
}

function readHeader(bytes: Uint8Array, fail: (detail: string) => ParseError) {
  if (MAGIC.some((byte, at) => bytes[at] !== byte))
    throw fail('does not begin with \\x93NUMPY, wanted a .npy array');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw fail(`found format version ${version}, wanted 1 to 3`);
  const from = version === 1 ? 10 : 12;
  if (bytes.length < from) throw fail('ends within its header');
  const start = from + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < start) throw fail('ends within its header');
  return { header: new TextDecoder('latin1').decode(bytes.subarray(from, start)), start };
}

/** `(3, 4)`, as NumPy shows a shape. */
export function showShape(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** First index fastest to last index fastest. */
function toRowMajor<Data extends NpyArray['data']>(data: Data, shape: readonly number[]): Data {
  const sorted = data.slice() as Data;
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((step, size) => step * size, 1),
  );
  const index = shape.map(() => 0);
  for (let at = 0; at < sorted.length; at++) {
    const from = index.reduce((sum, place, axis) => sum + place * strides[axis]!, 0);
    sorted[at] = data[from]!;
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--)
      index[axis] = 0;
  }
  return sorted;
}
