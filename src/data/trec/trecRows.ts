import { ParseError } from '../../lib';

/** One row of a TREC file. */
export interface TrecRow {
  /** 1-based. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * The rows of a TREC file: fields between spaces or tabs. Blank lines and lines whose first field begins with `#`
 * are no rows (comments since trec_eval 10.0). `\n` ends a line, one `\r` before it is dropped, and so is a byte
 * order mark. Other Unicode white space stays inside its field.
 *
 * @throws ParseError if there is no row.
 */
export function* trecRows(file: string, text: string): Generator<TrecRow> {
  let rows = 0;
  let line = 0;
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length; ) {
    line++;
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const fields = fieldsOf(text.slice(start, text[end - 1] === '\r' ? end - 1 : end));
    start = end + 1;
    if (!fields) continue;
    rows++;
    yield { line, fields };
  }
  if (rows === 0) throw new ParseError(file, 0, '', 'no row found, wanted some');
}

/** The fields of a line without its end; undefined where it is no row. */
export function fieldsOf(line: string): readonly string[] | undefined {
  const fields = line.match(/[^ \t]+/g);
  return fields && !fields[0].startsWith('#') ? fields : undefined;
}

const SHOWN = 40;

/** Text of a file as a message shows it. */
export function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}
