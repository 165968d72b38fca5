import Papa from 'papaparse';
import { ParseError } from '../../lib';
import type { Delimiter } from './types';

/** The fields of a row of a CSV or TSV file. */
export interface RawRow {
  /** The 1-based line on which it starts. */
  readonly line: number;
  readonly fields: readonly string[];
  /** The last line of a row whose quotes are malformed: it may have swallowed the rows after it. */
  readonly malformedTo?: number;
}

/** Papa Parse's own parser: `parse(input, baseIndex, ignoreLastRow)`, which its types leave out. */
interface Parser {
  parse(input: string, baseIndex: number, ignoreLastRow: boolean): unknown;
}

interface Step {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly code: string; readonly index?: number }[];
  readonly meta: { readonly cursor: number };
}

/** A quoted field may hold newlines, so that an unclosed quote takes all that follows; no row is near it. */
const MOST_ROW_UNITS = 2 ** 26;

/**
 * Cuts text into rows by RFC 4180 with Papa Parse. It is given whole lines; what may not be a whole row yet waits for
 * the next call. Only `\n` ends a row, one `\r` before it is dropped; empty lines are skipped.
 */
export class RowCutter {
  #rest = '';
  #line = 1;
  /** Parsing again once the rest has doubled, not at every block, keeps a long row from costing its square. */
  #next = 0;

  constructor(
    readonly file: string,
    readonly delimiter: Delimiter,
    readonly quotes: boolean,
    readonly most = MOST_ROW_UNITS,
  ) {}

  /** @throws ParseError naming the line where a row begins that has no end within `most` UTF-16 units. */
  push(text: string): RawRow[] {
    this.#rest += text;
    if (this.#rest.length < Math.min(this.#next, this.most)) return [];
    const rows = this.#cut(true);
    this.#next = this.#rest.length * 2;
    if (this.#rest.length <= this.most) return rows;
    const detail = `the row that begins here has more than ${this.most} characters; is a quote unclosed?`;
    throw new ParseError(this.file, this.#line, '', detail);
  }

  /** @throws ParseError naming the line where a quote begins that is never closed. */
  end(): RawRow[] {
    return this.#rest === '' ? [] : this.#cut(false);
  }

  #cut(ignoreLast: boolean): RawRow[] {
    const rows: RawRow[] = [];
    const text = this.#rest;
    let start = 0;
    const step = ({ data, errors, meta }: Step) => {
      const raw = text.slice(start, meta.cursor);
      start = meta.cursor;
      const line = this.#line;
      this.#line += countNewlines(raw);
      const unclosed = errors.find((error) => error.code === 'MissingQuotes');
      if (unclosed) throw this.#unclosed(text, unclosed.index ?? 0, meta.cursor);
      const fields = withoutReturn(data[0] ?? [], raw);
      if (fields.length === 1 && fields[0] === '' && !raw.startsWith('"')) return;
      const isMalformed = errors.length > 0;
      rows.push({
        line,
        fields,
        ...(isMalformed && { malformedTo: Math.max(line, this.#line - 1) }),
      });
    };
    this.#parser(step).parse(text, 0, ignoreLast);
    this.#rest = text.slice(start);
    return rows;
  }

  #parser(step: (result: Step) => void): Parser {
    const config = { delimiter: this.delimiter, newline: '\n', step };
    const quoting = this.quotes ? { quoteChar: '"' } : { quoteChar: '', fastMode: true };
    return new Papa.Parser({ ...config, ...quoting } as never) as unknown as Parser;
  }

  #unclosed(text: string, index: number, end: number): ParseError {
    const line = this.#line - countNewlines(text.slice(index, end));
    const detail = 'found a quote that is never closed, wanted " before the end of the file';
    return new ParseError(this.file, line, '', detail);
  }
}

function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Drops the return that belongs to the end of the line, not one that a quoted field ends with. */
function withoutReturn(fields: readonly string[], raw: string): readonly string[] {
  const last = fields.at(-1) ?? '';
  if (!last.endsWith('\r')) return fields;
  const isQuoted = raw.trimEnd().endsWith(`"${last.replaceAll('"', '""')}"`);
  return isQuoted ? fields : [...fields.slice(0, -1), last.slice(0, -1)];
}
