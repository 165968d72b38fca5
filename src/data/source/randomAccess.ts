import type { DataFile } from '../types';
import { wholeFile } from './readFile';

/** A file of known size of which any range can be read. */
export interface RandomAccessFile {
  readonly path: string;
  readonly size: number;
  /** Bytes `start` to `end`, end exclusive, fewer where the file ends. */
  readonly slice: (start: number, end: number) => Promise<Uint8Array>;
  readonly pause?: () => Promise<void>;
}

/** Of a file that is read in order only; its bytes are held while it is used. */
const MOST_HELD_BYTES = 2 ** 30;

/**
 * Gives a file by range. One that cannot be, such as an address without range requests or an entry of a zip, is read
 * whole first.
 *
 * @throws ParseError if such a file has more than 1 GiB.
 */
export async function randomAccess(file: DataFile): Promise<RandomAccessFile> {
  const pause = 'pause' in file && { pause: file.pause };
  if (!('bytes' in file) && file.slice && file.size !== undefined)
    return { path: file.path, size: file.size, slice: file.slice, ...pause };
  const { path, bytes } = await wholeFile(file, MOST_HELD_BYTES);
  const slice = async (start: number, end: number) => bytes.subarray(start, end);
  return { path, size: bytes.length, slice, ...pause };
}

/**
 * The same file, which knows what its source threw last: whoever blames a file for what a parser throws must not blame
 * it for a cancel or a network's error.
 */
export function rememberFailure(
  file: RandomAccessFile,
): RandomAccessFile & { readonly failure: () => unknown } {
  let failure: unknown;
  return {
    ...file,
    failure: () => failure,
    async slice(start, end) {
      try {
        return await file.slice(start, end);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  };
}
