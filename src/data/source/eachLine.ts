import { ParseError } from '../../lib';
import { decodeUtf8 } from '../decodeUtf8';
import type { DataFile } from '../types';
import { chunksOf, joined } from './readFile';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

// A mark inside the file is a character of its line.
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** No row of any packaging is near it; without a limit a file that has no newline would fill the memory. */
export const MOST_LINE_BYTES = 2 ** 26;

/**
 * Visits the lines of a file, in order, with their 1-based number; memory holds one line and one chunk. Only `\n`
 * ends a line, one `\r` before it is dropped, a byte order mark at the start too. Empty lines are not visited.
 *
 * @throws ParseError if the file has no line, or one beyond 64 MiB; and what `visit` throws.
 */
export async function eachLine(
  file: DataFile,
  visit: (line: Uint8Array, number: number) => void,
): Promise<void> {
  const cutter = new LineCutter(file.path, visit);
  for await (const chunk of chunksOf(file)) cutter.push(chunk);
  cutter.end();
}

/** @throws ParseError naming the line if it is not UTF-8. */
export function decodeLine(file: string, number: number, bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    if (number === 1) decodeUtf8(file, bytes);
    const detail = 'found bytes that are not UTF-8, wanted UTF-8 text';
    throw new ParseError(file, number, '', detail);
  }
}

class LineCutter {
  #rest: Uint8Array[] = [];
  #restSize = 0;
  #number = 0;
  #visited = 0;

  constructor(
    readonly file: string,
    readonly visit: (line: Uint8Array, number: number) => void,
  ) {}

  push(chunk: Uint8Array): void {
    let start = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0) break;
      this.#emit(chunk.subarray(start, newline));
      start = newline + 1;
    }
    if (start === chunk.length) return;
    this.#limit(chunk.length - start);
    // A copy, because the source may write over its buffer.
    this.#rest.push(chunk.slice(start));
    this.#restSize += chunk.length - start;
  }

  end(): void {
    if (this.#restSize > 0) this.#emit(new Uint8Array());
    if (this.#visited === 0)
      throw new ParseError(this.file, 0, '', 'the file is empty, wanted rows');
  }

  #emit(tail: Uint8Array): void {
    this.#limit(tail.length);
    let line = tail;
    if (this.#restSize > 0) {
      line = joined([...this.#rest, tail], this.#restSize + tail.length);
      this.#rest = [];
      this.#restSize = 0;
    }
    this.#number += 1;
    if (line.at(-1) === RETURN) line = line.subarray(0, -1);
    if (this.#number === 1 && line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf)
      line = line.subarray(3);
    if (line.length === 0) return;
    this.#visited += 1;
    this.visit(line, this.#number);
  }

  #limit(more: number): void {
    if (this.#restSize + more <= MOST_LINE_BYTES) return;
    const detail = `the line has more than ${MOST_LINE_BYTES} bytes`;
    throw new ParseError(this.file, this.#number + 1, '', detail);
  }
}
