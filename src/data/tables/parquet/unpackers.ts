import { snappyUncompress } from 'hyparquet';
import type { PageUnpacker } from './types';

/**
 * Gives the unpacker of a codec of parquet.thrift, which never gives more bytes than it is asked for. Those beyond Snappy
 * are loaded when a file asks for them.
 *
 * @throws RangeError if there is none.
 */
export async function pageUnpacker(codec: string): Promise<PageUnpacker> {
  if (codec === 'UNCOMPRESSED') return (packed) => packed;
  if (codec === 'SNAPPY') return unpackSnappy;
  const library = await import('hyparquet-compressors');
  const unpackers = new Map<string, PageUnpacker>([
    ['GZIP', library.decompressGzip],
    ['BROTLI', library.decompressBrotli],
    // Into a buffer, or it believes the size that the frame declares.
    ['ZSTD', (packed, size) => library.decompressZstd(packed, new Uint8Array(size))],
    ['LZ4', library.decompressLz4],
    ['LZ4_RAW', library.decompressLz4Raw],
  ]);
  const unpacker = unpackers.get(codec);
  if (!unpacker) throw new RangeError(`the compression ${codec}, which is not read`);
  return (packed, size) => (size === 0 ? new Uint8Array() : unpacker(packed, size));
}

function unpackSnappy(packed: Uint8Array, size: number): Uint8Array {
  const page = new Uint8Array(size);
  snappyUncompress(packed, page);
  return page;
}
