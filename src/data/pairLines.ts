import { ParseError } from '../lib';
import { splitLines } from './splitLines';
import type { BitextPair, ReadProblem, ReadRows } from './types';

/** One side of line-aligned files. */
export interface TextSide {
  readonly file: string;
  readonly text: string;
}

/**
 * Pairs line i with line i. A pair without text on either side is left out and counted in a problem.
 *
 * @throws ParseError if a file is empty, the line counts differ, or no pair is left.
 */
export function pairLines(english: TextSide, foreign: TextSide): ReadRows<BitextPair> {
  const left = splitLines(english.file, english.text);
  const right = splitLines(foreign.file, foreign.text);
  if (left.length !== right.length) {
    const detail = `found ${left.length} lines, but ${right.length} in ${foreign.file}; wanted equal counts`;
    throw new ParseError(english.file, 0, '', detail);
  }
  const pairs = left.map((text, i) => ({ english: text, foreign: right[i] ?? '' }));
  return withoutEmpty(foreign.file, pairs);
}

/**
 * Reads two-column bitext between tabs; further columns, such as a score, are not read. There is no quoting rule.
 *
 * @param english column of the English text, 0 or 1.
 * @throws ParseError if the file is empty, a line has one column, or no pair is left.
 */
export function parseBitextTsv(file: string, text: string, english: 0 | 1): ReadRows<BitextPair> {
  const pairs = splitLines(file, text).map((line, i) => {
    if (line.trim() === '') return { english: '', foreign: '' };
    const columns = line.split('\t');
    if (columns.length < 2)
      throw new ParseError(
        file,
        i + 1,
        '',
        'found 1 column, wanted 2 between tabs: both sentences',
      );
    return { english: columns[english] ?? '', foreign: columns[1 - english] ?? '' };
  });
  return withoutEmpty(file, pairs);
}

function withoutEmpty(file: string, pairs: readonly BitextPair[]): ReadRows<BitextPair> {
  const isEmpty = ({ english, foreign }: BitextPair) =>
    english.trim() === '' || foreign.trim() === '';
  const rows = pairs.filter((pair) => !isEmpty(pair));
  if (rows.length === 0) throw new ParseError(file, 0, '', 'no line has text on both sides');
  const problems: ReadProblem[] = [];
  if (rows.length < pairs.length) {
    const line = pairs.findIndex(isEmpty) + 1;
    const message = `${pairs.length - rows.length} pairs left out: no text on one side, first in line ${line}`;
    problems.push({ file, line: 0, field: '', message });
  }
  return { rows, problems };
}
