import { unzipSync, Zip, ZipPassThrough } from 'fflate';
import type { Folder } from './studentFolder';

/** A zip of the folder below `name`, not compressed: float32 weights hardly shrink. */
export function zipFolder(folder: Folder, name: string): Uint8Array {
  const parts = zipParts(folder, name);
  const zip = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    zip.set(part, at);
    at += part.length;
  }
  return zip;
}

/** The same in parts to be joined, among them the files' own bytes: nothing is copied. */
export function zipParts(folder: Folder, name: string): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const [path, bytes] of folder) {
    const file = new ZipPassThrough(`${name}/${path}`);
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  return parts;
}

/** Declared sizes are allocated before a byte is unpacked; weights hardly shrink, so that this is generous. */
const MOST = { ratio: 100, floorBytes: 2 ** 24 } as const;

/**
 * The files of a zip, below the one folder that all lie in if there is one.
 *
 * @throws Error if the bytes are no zip, or its entries say that they unpack to more than a hundred times its size.
 */
export function unzipFolder(bytes: Uint8Array): Folder {
  const most = Math.max(MOST.floorBytes, MOST.ratio * bytes.length);
  let declared = 0;
  const unpacked = unzipSync(bytes, {
    filter({ name, originalSize }) {
      declared += originalSize;
      if (declared > most) throw new Error(`${name}: the zip unpacks to more than ${most} bytes`);
      return !name.endsWith('/');
    },
  });
  const files = Object.entries(unpacked);
  const tops = new Set(files.map(([path]) => path.slice(0, path.indexOf('/') + 1)));
  const [top = ''] = tops.size === 1 ? tops : [];
  return new Map(files.map(([path, content]) => [path.slice(top.length), content]));
}
