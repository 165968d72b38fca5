import { zipSync } from 'fflate';

/** The bytes of a .npy file, written as NumPy writes them. */
export function npy(
  descr: string,
  shape: readonly number[],
  data: ArrayBufferView,
  { fortran = false, version = 1 } = {},
): Uint8Array {
  const prefix = version === 1 ? 10 : 12;
  const dims = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const dict = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${dims}, }`;
  const length = Math.ceil((prefix + dict.length + 1) / 64) * 64 - prefix;
  const header = `${dict.padEnd(length - 1)}\n`;
  const bytes = new Uint8Array(prefix + length + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  bytes.set(new TextEncoder().encode(header), prefix);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), prefix + length);
  return bytes;
}

/** A .npz file of such arrays by name; `level` 0 stores, as `numpy.savez` does. */
export function npz(arrays: Readonly<Record<string, Uint8Array>>, level: 0 | 6 = 0): Uint8Array {
  const entries = Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes] as const);
  return zipSync(Object.fromEntries(entries), { level });
}
