import { ParseError } from '../lib';
import { decodeUtf8 } from './decodeUtf8';
import type { NamedBytes } from './types';

/** One line of a file to be aligned. Either side may be empty. */
export interface SentencePair {
  readonly source: string;
  readonly target: string;
}

/** Pairs of which every line of the file has one. */
export interface PairsReading {
  /** One a line; a line that is none stands as a pair of empty sides. */
  readonly pairs: readonly SentencePair[];
  readonly problems: readonly ParseError[];
}

const SHOWN = 60;

/**
 * Reads `source TAB target`, one pair a line, as UTF-8. Line numbers are kept: a line without TAB is a problem
 * and an empty pair, and nothing else is lost. An empty line is an empty pair. Columns beyond the second, such as
 * gold links, are not read. Only `\n` ends a line; one `\r` before it is dropped.
 *
 * @throws ParseError if the bytes are no UTF-8.
 */
export function readPairs(file: NamedBytes): PairsReading {
  const lines = decodeUtf8(file.path, file.bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const problems: ParseError[] = [];
  const pairs = lines.map((raw, at) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const [source = '', target] = line.split('\t');
    if (target !== undefined) return { source, target };
    if (line !== '') {
      const shown = line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
      problems.push(
        new ParseError(file.path, at + 1, '', `expected source TAB target, got "${shown}"`),
      );
    }
    return { source: '', target: '' };
  });
  return { pairs, problems };
}

/** Reads a text a line, as `readPairs` reads lines. @throws ParseError if the bytes are no UTF-8. */
export function readTexts(file: NamedBytes): string[] {
  const lines = decodeUtf8(file.path, file.bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
