import { ParseError } from '../../lib';
import type { DataFile, NamedBytes, StreamedFile } from '../types';

/** Small enough that a caller who stops waits less than a frame, large enough that calls cost nothing. */
const CHUNK = 2 ** 18;

/** Gives a file's bytes in order; a chunk may be written over once the next one is asked for. */
export async function* chunksOf(file: DataFile): AsyncIterable<Uint8Array> {
  if (!('bytes' in file)) yield* file.chunks();
  else
    for (let at = 0; at < file.bytes.length; at += CHUNK) yield file.bytes.subarray(at, at + CHUNK);
}

/** Lets messages be heard between two pieces of work on a file's bytes; rejects where its reading is to stop. */
export async function pauseOf(
  file: DataFile | Pick<StreamedFile, 'path' | 'pause'>,
): Promise<void> {
  if ('pause' in file) await file.pause?.();
}

/** Gives the first bytes of a file, as many as there are up to `most`. */
export async function headOf(file: DataFile, most: number): Promise<Uint8Array> {
  if ('bytes' in file) return file.bytes.subarray(0, most);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file.chunks()) {
    parts.push(chunk.slice());
    size += chunk.length;
    if (size >= most) break;
  }
  return joined(parts, size).subarray(0, most);
}

/**
 * Gives a whole file, for formats that cannot be read in pieces.
 *
 * @param most bytes that the caller's format may have.
 * @throws ParseError if the file has more; bytes are counted, a declared size is not trusted.
 */
export async function wholeFile(file: DataFile, most: number): Promise<NamedBytes> {
  const tooMany = (found: number | string) =>
    new ParseError(
      file.path,
      0,
      '',
      `found ${found} bytes, wanted at most ${most} in a file that is read whole`,
    );
  if ('bytes' in file) {
    if (file.bytes.length > most) throw tooMany(file.bytes.length);
    return file;
  }
  if (file.size !== undefined && file.size > most) throw tooMany(file.size);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file.chunks()) {
    size += chunk.length;
    if (size > most) throw tooMany(`more than ${most}`);
    parts.push(chunk.slice());
  }
  return { path: file.path, bytes: joined(parts, size) };
}

/** One array of several parts, `size` bytes in all. */
export function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
