import { ParseError } from '../../lib';
import type { StreamedFile } from '../types';
import { crc32 } from './crc32';
import { inflateRaw } from './inflateRaw';
import type { RandomAccessFile } from './randomAccess';
import type { UnpackCount } from './unpackLimits';
import type { ZipEntry } from './zipDirectory';

const STORED = 0;
const DEFLATED = 8;

const LOCAL_HEADER = 30;
const LOCAL_SIGNATURE = 0x04034b50;
/** Sizes and sum follow the data, the local header has zeros. */
const HAS_DESCRIPTOR = 1 << 3;
const IN_EXTRA = 0xffffffff;

/** Bytes of the zip that are asked for at once. */
const PIECE = 2 ** 18;

/**
 * Gives an entry of a zip as a file that is unpacked while it is read, from the start at every call; memory holds some
 * pieces of 256 KiB.
 *
 * @throws ParseError at once if the entry is encrypted, packed by a method other than stored or deflate, or declares
 *   more than the limits; its chunks reject if headers disagree, or size or CRC-32 are not the declared ones.
 */
export function openZipEntry(
  zip: RandomAccessFile,
  entry: ZipEntry,
  count: UnpackCount,
): StreamedFile {
  const fail = (detail: string) => new ParseError(zip.path, 0, entry.name, detail);
  if (entry.isEncrypted) throw fail('the entry is encrypted; unpack it first');
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw fail(`compression method ${entry.method}, wanted 0 (stored) or 8 (deflate)`);
  if (entry.method === STORED && entry.size !== entry.packed)
    throw fail(`the entry is stored in ${entry.packed} bytes but declares ${entry.size}`);
  count.check(entry.name, entry.size, entry.packed, zip.size);
  return {
    path: `${zip.path}/${entry.name}`,
    size: entry.size,
    ...(zip.pause && { pause: zip.pause }),
    async *chunks() {
      const start = await dataStart(zip, entry, fail);
      const packed = pieces(zip, start, start + entry.packed, fail);
      const data = entry.method === STORED ? packed : inflateRaw(packed, fail);
      let size = 0;
      let sum = 0;
      for await (const chunk of data) {
        size += chunk.length;
        sum = crc32(chunk, sum);
        if (size > entry.size)
          throw fail(`unpacks to more than the ${entry.size} bytes it declares`);
        count.check(entry.name, size, entry.packed, zip.size);
        yield chunk;
      }
      if (size < entry.size)
        throw fail(`ends after ${size} of the ${entry.size} bytes it declares`);
      if (sum !== entry.crc) throw fail('the CRC-32 is not the declared one; the zip is damaged');
    },
  };
}

type Fail = (detail: string) => ParseError;

/** Where the data begin, behind a local header that agrees with the central directory. */
async function dataStart(zip: RandomAccessFile, entry: ZipEntry, fail: Fail): Promise<number> {
  const { rawName } = entry;
  const header = await zip.slice(entry.offset, entry.offset + LOCAL_HEADER + rawName.length);
  if (header.length < LOCAL_HEADER + rawName.length) throw fail('the zip ends within the entry');
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (view.getUint32(0, true) !== LOCAL_SIGNATURE) throw fail('the entry has no local header');
  const differs =
    view.getUint16(26, true) !== rawName.length ||
    rawName.some((byte, at) => header[LOCAL_HEADER + at] !== byte) ||
    view.getUint16(8, true) !== entry.method ||
    ((view.getUint16(6, true) & HAS_DESCRIPTOR) === 0 && !hasSizes(view, entry));
  if (differs) throw fail('the local header and the central directory disagree');
  const start = entry.offset + header.length + view.getUint16(28, true);
  if (start + entry.packed > entry.end) throw fail('the entry overlaps what follows it');
  return start;
}

function hasSizes(view: DataView, { crc, packed, size }: ZipEntry): boolean {
  const fits = (found: number, wanted: number) => found === wanted || found === IN_EXTRA;
  return (
    view.getUint32(14, true) === crc &&
    fits(view.getUint32(18, true), packed) &&
    fits(view.getUint32(22, true), size)
  );
}

async function* pieces(zip: RandomAccessFile, start: number, end: number, fail: Fail) {
  for (let at = start; at < end; ) {
    const piece = await zip.slice(at, Math.min(at + PIECE, end));
    if (piece.length === 0) throw fail('the zip ends within the entry');
    at += piece.length;
    yield piece;
  }
}
