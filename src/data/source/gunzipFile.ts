import { Gunzip } from 'fflate';
import { ParseError } from '../../lib';
import type { DataFile, StreamedFile } from '../types';
import { crc32 } from './crc32';
import { chunksOf } from './readFile';
import { UnpackCount, type UnpackLimits } from './unpackLimits';

// Deflate's 1032:1 bounds what comes out of one piece before it is counted.
const PIECE = 2 ** 14;

/** No header of a member is near it; a name without end would be held in memory. */
const MOST_SILENT_BYTES = 2 ** 20;

/** CRC-32 and length of what a member packs. */
const FOOTER = 8;
const SHORTEST_MEMBER = 18;

/**
 * Gives a gzip file (RFC 1952, also of several members) as the file that it packs, unpacked while it is read; its path
 * loses `.gz`. Not by DecompressionStream, which refuses a second member: `cat a.gz b.gz` and block gzip have many.
 *
 * @returns a file whose chunks reject with a ParseError if it is damaged, ends early or passes a limit, or if CRC-32
 *   or length of a member are not the declared ones.
 */
export function gunzipFile(file: DataFile, limits: UnpackLimits): StreamedFile {
  return {
    path: file.path.replace(/\.gz$/i, ''),
    ...('pause' in file && { pause: file.pause }),
    async *chunks() {
      const unpacker = new Unpacker(file.path, limits);
      for await (const chunk of chunksOf(file))
        for (let at = 0; at < chunk.length; at += PIECE)
          yield* unpacker.push(chunk.slice(at, at + PIECE));
      yield* unpacker.end();
    },
  };
}

class Unpacker {
  readonly #gunzip: Gunzip;
  readonly #count: UnpackCount;
  /** The last bytes of the file in a ring, for the footer of a member that is seen to end when the next one begins. */
  readonly #recent = new Uint8Array(2 * MOST_SILENT_BYTES);
  #in = 0;
  #out = 0;
  /** Bytes in when something last came out. */
  #heard = 0;
  #member = { start: 0, size: 0, sum: 0 };
  #ready: Uint8Array[] = [];

  constructor(
    readonly file: string,
    limits: UnpackLimits,
  ) {
    this.#count = new UnpackCount(file, limits);
    this.#gunzip = new Gunzip((data) => {
      if (data.length === 0) return;
      this.#ready.push(data);
      this.#out += data.length;
      this.#member.size += data.length;
      this.#member.sum = crc32(data, this.#member.sum);
      this.#heard = this.#in;
    });
    this.#gunzip.onmember = (start) => {
      this.#checkMember(start);
      this.#member = { start, size: 0, sum: 0 };
      this.#heard = this.#in;
    };
  }

  push(piece: Uint8Array): Uint8Array[] {
    const at = this.#in % this.#recent.length;
    const fits = this.#recent.length - at;
    this.#recent.set(piece.subarray(0, fits), at);
    this.#recent.set(piece.subarray(fits));
    this.#in += piece.length;
    return this.#unpack(piece, false);
  }

  end(): Uint8Array[] {
    if (this.#in === 0) throw this.#fail('the file is empty, wanted gzip');
    const rest = this.#unpack(new Uint8Array(), true);
    this.#checkMember(this.#in);
    return rest;
  }

  #unpack(piece: Uint8Array, isLast: boolean): Uint8Array[] {
    try {
      this.#gunzip.push(piece, isLast);
    } catch (error) {
      if (error instanceof ParseError) throw error;
      throw this.#fail(`the file is damaged or incomplete: ${(error as Error).message}`);
    }
    if (this.#in - this.#heard > MOST_SILENT_BYTES)
      throw this.#fail(`nothing comes out of ${MOST_SILENT_BYTES} bytes`);
    this.#count.check('', this.#out, this.#in, this.#in);
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  /** Compares what came out of the member that ends at byte `end` with its footer. */
  #checkMember(end: number): void {
    const { start, size, sum } = this.#member;
    if (end - start < SHORTEST_MEMBER) throw this.#fail('the file ends early');
    const footer = new DataView(this.#bytesBefore(end).buffer as ArrayBuffer);
    if (footer.getUint32(0, true) !== sum || footer.getUint32(4, true) !== size % 2 ** 32)
      throw this.#fail(
        'CRC-32 or length are not the declared ones; the file is damaged or incomplete',
      );
  }

  /** The eight bytes before byte `end` of the file. */
  #bytesBefore(end: number): Uint8Array {
    const { length } = this.#recent;
    return Uint8Array.from(
      { length: FOOTER },
      (_, at) => this.#recent[(end - FOOTER + at) % length]!,
    );
  }

  #fail(detail: string): ParseError {
    return new ParseError(this.file, 0, '', detail);
  }
}
