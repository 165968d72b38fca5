import { wholeFile } from '../source/readFile';
import type { DataFile } from '../types';

/** A file whose bytes are asked for by place. */
export interface Ranges {
  readonly path: string;
  readonly size: number;
  /** Bytes `start` to `end`, end exclusive, fewer where the file ends. */
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes of a file that can only be read in order and so is held whole. */
const MOST_WHOLE = 2 ** 30;

/**
 * Opens a file for reading by place: where it allows that nothing else is read, otherwise it is read whole.
 *
 * @throws ParseError if it must be read whole and has more than 1 GiB.
 */
export async function openRanges(file: DataFile): Promise<Ranges> {
  if (!('bytes' in file) && file.slice && file.size !== undefined) {
    const { path, size } = file;
    const slice = file.slice;
    return { path, size, slice: (start, end) => slice(start, Math.min(end, size)) };
  }
  const { path, bytes } = await wholeFile(file, MOST_WHOLE);
  return { path, size: bytes.length, slice: async (start, end) => bytes.subarray(start, end) };
}
