import { zipSync } from 'fflate';
import { companionName, type NamedSet } from './namedSet';
import { showShape } from './npyHeader';

const PREFIX = 10;
const ALIGNMENT = 64;

/** The bytes of a .npy array, format version 1. */
export function writeNpy(
  descr: string,
  shape: readonly number[],
  data: ArrayBufferView,
): Uint8Array<ArrayBuffer> {
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${showShape(shape)}, }`;
  const length = Math.ceil((PREFIX + dict.length + 1) / ALIGNMENT) * ALIGNMENT - PREFIX;
  const bytes = new Uint8Array(PREFIX + length + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, length, true);
  bytes.set(new TextEncoder().encode(`${dict.padEnd(length - 1)}\n`), PREFIX);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), PREFIX + length);
  return bytes;
}

/** Texts as NumPy's U: UCS-4, each as long as the longest. */
export function ucs4(texts: readonly string[]): { descr: string; data: Uint32Array } {
  const codes = texts.map((text) => Array.from(text, (letter) => letter.codePointAt(0)!));
  const length = codes.reduce((most, { length: own }) => Math.max(most, own), 1);
  const data = new Uint32Array(texts.length * length);
  codes.forEach((own, at) => {
    data.set(own, at * length);
  });
  return { descr: `<U${length}`, data };
}

/** A .npz file of .npy arrays by name, stored without compression as `numpy.savez` does. */
export function zipArrays(arrays: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const entries = [...arrays].map(([name, bytes]) => [`${name}.npy`, bytes] as const);
  // A fixed date keeps equal arrays equal files.
  return zipSync(Object.fromEntries(entries), { level: 0, mtime: '1980-01-01T00:00:00' });
}

/** Float32 matrices by name as a .npz file, for `numpy.load`. */
export function writeMatrices(matrices: ReadonlyMap<string, FloatMatrix>): Uint8Array<ArrayBuffer> {
  const arrays = [...matrices].map(
    ([name, { shape, values }]) => [name, writeNpy('<f4', shape, values)] as const,
  );
  return zipArrays(new Map(arrays));
}

/** A row-major matrix. */
export interface FloatMatrix {
  readonly shape: readonly [rows: number, columns: number];
  readonly values: Float32Array;
}

/** Token vectors as a .npz file; metadata are JSON in `meta`. */
export function writeNpz(
  sets: readonly NamedSet[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(metadata));
  const arrays = new Map([['meta', writeNpy('|u1', [json.length], json)]]);
  for (const one of sets) addArrays(arrays, one, metadata.dtype === 'bf16');
  return zipArrays(arrays);
}

function addArrays(
  arrays: Map<string, Uint8Array<ArrayBuffer>>,
  { name, set, stored }: NamedSet,
  isBrain: boolean,
): void {
  const { values, scales } = stored;
  const rows = set.offsets.at(-1)!;
  const add = (suffix: string, bytes: Uint8Array<ArrayBuffer>) =>
    arrays.set(companionName(name, suffix), bytes);
  const halves = isBrain ? '<V2' : '<f2';
  const descr =
    values instanceof Float32Array ? '<f4' : values instanceof Int8Array ? '|i1' : halves;
  arrays.set(name, writeNpy(descr, [rows, set.d], values));
  if (scales) arrays.set(`${name}_scale`, writeNpy('<f4', [rows, 1], scales));
  add('offsets', writeNpy('<i8', [set.offsets.length], BigInt64Array.from(set.offsets, BigInt)));
  if (set.words) add('words', writeNpy('<i4', [rows], set.words));
  for (const field of ['ids', 'languages', 'pieces'] as const) {
    const texts = set[field];
    if (!texts) continue;
    const { descr: type, data } = ucs4(texts);
    add(field, writeNpy(type, [texts.length], data));
  }
}
