import { ParseError } from '../../lib';
import { type Problems, shown } from '../problems';
import type { DataFile } from '../types';
import { type RawRow, RowCutter } from './rowCutter';
import { sniffDelimiter } from './sniffDelimiter';
import { textBlocks } from './textBlocks';
import type { TableOptions, TableRow } from './types';

/**
 * Reads a CSV or TSV file, a block of rows at a time. A row of another width than the header's, or with malformed
 * quotes, is a bad row.
 *
 * @param quotes whether `"` at the start of a field quotes it: in CSV, not in TSV, whose texts begin with one.
 * @throws ParseError if the file has no row, is not UTF-8, has two columns of one name or an unclosed quote.
 */
export async function* readDelimited(
  file: DataFile,
  problems: Problems,
  options: TableOptions,
  quotes: boolean,
): AsyncGenerator<readonly TableRow[]> {
  const columns = new Columns(file.path, problems, options);
  let cutter: RowCutter | undefined;
  for await (const { text } of textBlocks(file)) {
    cutter ??= new RowCutter(file.path, options.delimiter ?? sniffDelimiter(text), quotes);
    const rows = columns.name(cutter.push(text));
    if (rows.length > 0) yield rows;
  }
  const rows = columns.name(cutter?.end() ?? []);
  if (rows.length > 0) yield rows;
  columns.end();
}

/** Gives fields their columns' names. */
class Columns {
  #names: readonly string[] | undefined;
  #isHeaderNext: boolean;
  #isEmpty = true;

  constructor(
    readonly file: string,
    readonly problems: Problems,
    { columns, header }: TableOptions,
  ) {
    this.#isHeaderNext = header ?? columns === undefined;
    if (columns) this.#names = this.#checked(columns, 0);
  }

  name(rows: readonly RawRow[]): TableRow[] {
    return rows.flatMap((row) => {
      this.#isEmpty = false;
      if (this.#isHeaderNext) {
        this.#isHeaderNext = false;
        this.#refuse(row);
        // Names that the caller gives are meant instead of the file's.
        this.#names ??= this.#checked(row.fields, row.line);
        return [];
      }
      this.#names ??= row.fields.map((_, at) => `column ${at + 1}`);
      const wrong = this.#wrong(row, this.#names);
      if (wrong === undefined) return [named(row, this.#names)];
      this.problems.badRow(this.file, row.line, '', wrong);
      return [];
    });
  }

  end(): void {
    if (this.#isEmpty) throw new ParseError(this.file, 0, '', 'the file is empty, wanted rows');
  }

  #wrong({ line, fields, malformedTo }: RawRow, names: readonly string[]): string | undefined {
    if (malformedTo !== undefined)
      return `found text after a closing quote, wanted a delimiter; lines ${line} to ${malformedTo} are not read`;
    if (fields.length === names.length) return undefined;
    return `found ${fields.length} columns, wanted ${names.length}`;
  }

  #refuse({ line, fields, malformedTo }: RawRow): void {
    if (malformedTo !== undefined)
      throw new ParseError(this.file, line, '', 'found text after a closing quote in the header');
    // Lines of Mac OS 9 end in a return alone: the whole file would be one header.
    if (fields.some((field) => /\r[^\n]/.test(field)))
      throw new ParseError(
        this.file,
        line,
        '',
        'found a return in the header, wanted lines that end in \\n',
      );
  }

  #checked(names: readonly string[], line: number): readonly string[] {
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name))
        throw new ParseError(this.file, line, name, `found two columns named ${shown(name)}`);
      seen.add(name);
    }
    return names;
  }
}

function named({ line, fields }: RawRow, names: readonly string[]): TableRow {
  return { line, fields: new Map(names.map((name, at) => [name, fields[at] ?? ''])) };
}
