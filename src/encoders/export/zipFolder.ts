import { unzipSync, zipSync } from 'fflate';
import type { Folder } from './studentFolder';

/** A zip of the folder below `name`, not compressed: float32 weights hardly shrink. */
export function zipFolder(folder: Folder, name: string): Uint8Array {
  const entries = [...folder].map(([path, bytes]) => [`${name}/${path}`, bytes] as const);
  return zipSync(Object.fromEntries(entries), { level: 0 });
}

/**
 * The files of a zip, below the one folder that all lie in if there is one.
 *
 * @throws Error if the bytes are no zip.
 */
export function unzipFolder(bytes: Uint8Array): Folder {
  const files = Object.entries(unzipSync(bytes)).filter(([path]) => !path.endsWith('/'));
  const tops = new Set(files.map(([path]) => path.slice(0, path.indexOf('/') + 1)));
  const [top = ''] = tops.size === 1 ? tops : [];
  return new Map(files.map(([path, content]) => [path.slice(top.length), content]));
}
