import { ParseError } from '../../lib';
import { chunksOf, joined } from '../source/readFile';
import type { DataFile } from '../types';

/** Some whole lines of a file. */
export interface TextBlock {
  readonly text: string;
  /** The 1-based line of the file at which the text starts. */
  readonly line: number;
}

const NEWLINE = 0x0a;

/** As in `eachLine`: no row is near it, and a file without newlines does not fill the memory. */
const MOST_LINE_BYTES = 2 ** 26;

// A mark inside the file is a character of its line.
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Gives the text of a file in blocks that end after a newline (the last one where the file ends), without a byte
 * order mark. Cut at newlines, because no byte of a longer character is one: no character is ever split.
 *
 * @throws ParseError naming the line that is not UTF-8 or has more than 64 MiB; if the file is UTF-16.
 */
export async function* textBlocks(file: DataFile): AsyncGenerator<TextBlock> {
  let rest: Uint8Array[] = [];
  let restSize = 0;
  let line = 1;
  const block = (tail: Uint8Array): TextBlock => {
    const bytes = restSize > 0 ? joined([...rest, tail], restSize + tail.length) : tail;
    rest = [];
    restSize = 0;
    const start = line;
    line += countNewlines(bytes);
    return { text: decodeBlock(file.path, bytes, start), line: start };
  };
  for await (const chunk of chunksOf(file)) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield block(chunk.subarray(0, end));
    if (end === chunk.length) continue;
    restSize += chunk.length - end;
    if (restSize > MOST_LINE_BYTES)
      throw new ParseError(file.path, line, '', `the line has more than ${MOST_LINE_BYTES} bytes`);
    // A copy, because the source may write over its buffer.
    rest.push(chunk.slice(end));
  }
  if (restSize > 0) yield block(new Uint8Array());
}

function countNewlines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

function decodeBlock(file: string, bytes: Uint8Array, line: number): string {
  const text = decoded(bytes);
  if (text !== undefined) return line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
  const mark = `${bytes[0]},${bytes[1]}`;
  if (line === 1 && (mark === '255,254' || mark === '254,255'))
    throw new ParseError(file, 0, '', 'found UTF-16 text, wanted UTF-8; save it as UTF-8');
  let start = 0;
  for (let number = line; ; number++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    if (newline < 0 || decoded(bytes.subarray(start, end)) === undefined)
      throw new ParseError(file, number, '', 'found bytes that are not UTF-8, wanted UTF-8 text');
    start = end + 1;
  }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
}
