import { ParseError } from '../../lib';
import { decodeUtf8 } from '../decodeUtf8';
import type { NamedBytes } from '../types';

/** A valid file, as text; lines between `\n`. */
export function seedOf(path: string, ...lines: readonly string[]): NamedBytes {
  return { path, bytes: new TextEncoder().encode(lines.join('\n')) };
}

/** The text of a file, for parsers that take text. @throws ParseError if it is not UTF-8. */
export function textOf({ path, bytes }: NamedBytes): string {
  return decodeUtf8(path, bytes);
}

/** @throws Error unless all texts are well-formed Unicode, where a parser promises that. */
export function wantWellFormed(texts: Iterable<string>): void {
  for (const text of texts)
    if (!text.isWellFormed())
      throw new Error(`gave text with half a surrogate pair: ${JSON.stringify(text.slice(0, 60))}`);
}

/** @throws Error unless `holds`. */
export function want(holds: boolean, what: string): void {
  if (!holds) throw new Error(`wanted ${what}`);
}

/**
 * For parsers whose door is documented to throw another class, named by how its messages begin: such an error is a
 * refusal, any other stays what it is.
 */
export function refusing<Result>(file: string, messages: RegExp, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const isDocumented = error instanceof Error && messages.test(error.message);
    throw isDocumented ? new ParseError(file, 0, '', error.message) : error;
  }
}

/** Rows of a format of lines, by counting: lines with more than white space. */
export function countLines({ bytes }: NamedBytes, isRow = (_line: string, _at: number) => true) {
  const text = new TextDecoder().decode(bytes);
  return text.split('\n').filter((line, at) => line.trim() !== '' && isRow(line, at)).length;
}
