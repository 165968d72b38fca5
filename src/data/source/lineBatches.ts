import { ParseError } from '../../lib';
import { decodeUtf8 } from '../decodeUtf8';
import type { DataFile } from '../types';
import { MOST_LINE_BYTES } from './eachLine';
import { chunksOf, joined } from './readFile';

/** Lines of a file that arrived together, in order; undefined where a line is not UTF-8. */
export type LineBatch = readonly (string | undefined)[];

const NEWLINE = 0x0a;
// A mark inside the file is a character of its line.
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Gives the lines of a file, the empty ones too, to a caller who asks for them: two files can be read side by side.
 * Only `\n` ends a line, one `\r` before it is dropped, a byte order mark at the start too; a missing last newline
 * loses nothing. Memory holds one chunk and the line that it cuts. A line may share memory with its batch's others:
 * whoever keeps a few of many copies them.
 *
 * @throws ParseError if the file holds nothing but white space, is UTF-16, or has a line beyond 64 MiB.
 */
export async function* lineBatches(file: DataFile): AsyncGenerator<LineBatch> {
  const cutter = new BatchCutter(file.path);
  for await (const chunk of chunksOf(file)) {
    const batch = cutter.push(chunk);
    if (batch.length > 0) yield batch;
  }
  const last = cutter.end();
  if (last.length > 0) yield last;
}

class BatchCutter {
  #rest: Uint8Array[] = [];
  #restSize = 0;
  #lines = 0;
  #hasText = false;

  constructor(readonly file: string) {}

  push(chunk: Uint8Array): LineBatch {
    const end = chunk.lastIndexOf(NEWLINE);
    this.#limit(end < 0 ? chunk.length : Math.max(end, chunk.length - end - 1));
    const batch = end < 0 ? [] : this.#cut(chunk.subarray(0, end));
    if (end + 1 < chunk.length) {
      // A copy, because the source may write over its buffer.
      this.#rest.push(chunk.slice(end + 1));
      this.#restSize += chunk.length - end - 1;
    }
    return batch;
  }

  end(): LineBatch {
    const batch = this.#restSize > 0 ? this.#cut(new Uint8Array()) : [];
    if (!this.#hasText) throw new ParseError(this.file, 0, '', 'the file is empty, wanted rows');
    return batch;
  }

  /** The lines of what was left over and of `tail`, which ends where a newline was. */
  #cut(tail: Uint8Array): LineBatch {
    let bytes = tail;
    if (this.#restSize > 0) {
      bytes = joined([...this.#rest, tail], this.#restSize + tail.length);
      this.#rest = [];
      this.#restSize = 0;
    }
    if (this.#lines === 0) {
      if (isUtf16(bytes)) decodeUtf8(this.file, bytes);
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    const text = decoded(bytes);
    const batch = text === undefined ? cutInvalid(bytes) : text.split('\n').map(withoutReturn);
    this.#lines += batch.length;
    this.#hasText ||= batch.some((line) => line === undefined || /\S/.test(line));
    return batch;
  }

  /** A chunk's own size is the caller's affair; what is carried over from chunk to chunk is one line. */
  #limit(more: number): void {
    if (this.#restSize + more <= MOST_LINE_BYTES) return;
    const detail = `the line has more than ${MOST_LINE_BYTES} bytes`;
    throw new ParseError(this.file, this.#lines + 1, '', detail);
  }
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Line by line only after a failure: no byte of a longer character is a newline. */
function cutInvalid(bytes: Uint8Array): LineBatch {
  const batch: (string | undefined)[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const line = decoded(bytes.subarray(start, end));
    batch.push(line === undefined ? undefined : withoutReturn(line));
    start = end + 1;
  }
  return batch;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
