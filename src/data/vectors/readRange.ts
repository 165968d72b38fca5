import { ParseError } from '../../lib';
import type { RandomAccessFile } from '../source/randomAccess';

/** Bytes `start` to `end` of a file, all of them. @throws ParseError where the file ends before. */
export async function readRange(
  ranges: RandomAccessFile,
  start: number,
  end: number,
  name = '',
): Promise<Uint8Array> {
  const bytes = await ranges.slice(start, end);
  if (bytes.length === end - start) return bytes;
  const found = `found the end of the file at byte ${start + bytes.length}, wanted ${end}`;
  throw new ParseError(ranges.path, 0, name, found);
}
