import { ParseError } from '../lib';

/**
 * Gives the lines of a text. Only `\n` ends a line, one `\r` before it is dropped; U+2028, U+2029 and U+0085 stay
 * inside their line because corpora carry them in sentences. A missing last newline loses nothing.
 *
 * @throws ParseError if the text holds nothing but white space.
 */
export function splitLines(file: string, text: string): string[] {
  if (text.trim() === '') throw new ParseError(file, 0, '', 'the file is empty, wanted rows');
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
