import { ParseError } from '../../lib';
import { type FieldMap, type FoundField, mapFields, type NamedPair } from './mapFields';
import { numberOf } from './mosesPairs';
import type { PairOptions } from './types';

/** Cells of one line of a TSV or CSV file. */
export interface CellRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Places of the columns, from 0. */
export interface DelimitedLayout {
  readonly english: number;
  readonly foreign: readonly { readonly language: string; readonly column: number }[];
  readonly score: number | undefined;
  /** The first row, where it names the columns. */
  readonly header: string | undefined;
}

/** FLORES-200 has a column for each of its 204 varieties; columns are compared with each other. */
const MOST_COLUMNS = 5000;

/**
 * Finds the columns of a TSV or CSV file by its first rows: by a header's names; else English and foreign are the first
 * two columns that are not of numbers (Tatoeba's `id, text, id, text`), a column of numbers is the score.
 *
 * @throws ParseError listing the columns if no name, neither of the file nor of a column, tells the language; or if there
 *   are more than 5,000.
 */
export function delimitedLayout(
  file: string,
  rows: readonly CellRow[],
  named: NamedPair | undefined,
  options: PairOptions,
): DelimitedLayout {
  const [first, ...rest] = rows.filter(({ cells }) => cells.length > 1);
  if (first && first.cells.length > MOST_COLUMNS) {
    const detail = `found ${first.cells.length} columns, wanted at most ${MOST_COLUMNS}`;
    throw new ParseError(file, first.line, '', detail);
  }
  const names = (first?.cells ?? []).map((cell) => cell.trim());
  if (first && new Set(names).size === names.length) {
    const byName = tryMap(file, fieldsOf(names, rest), named, options);
    if (byName) return { ...byName, header: names.join(', ') };
  }
  const numbered = (rows[0]?.cells ?? []).map((_, at) => `column ${at + 1}`);
  if (options.fields)
    return columnsOf(numbered, mapFields(file, fieldsOf(numbered, rows), named, options));
  const only = options.languages?.filter((language) => language !== 'en') ?? [];
  const known =
    named ?? (only.length === 1 ? { language: only[0]!, englishFirst: true } : undefined);
  if (!known) {
    const fields = fieldsOf(names.length > 0 ? names : numbered, rest);
    mapFields(file, fields, undefined, options);
    throw new ParseError(file, 0, '', 'the languages are not named');
  }
  return byKind(first, rest, known);
}

/** The layout that column names give; undefined where they give none. */
function tryMap(
  file: string,
  fields: readonly FoundField[],
  named: NamedPair | undefined,
  options: PairOptions,
): Omit<DelimitedLayout, 'header'> | undefined {
  try {
    const names = fields.map(({ path }) => path[0] ?? '');
    return columnsOf(names, mapFields(file, fields, named, options));
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

function columnsOf(names: readonly string[], map: FieldMap): DelimitedLayout {
  const at = (path: readonly string[]) => names.indexOf(path[0] ?? '');
  return {
    english: at(map.english),
    foreign: map.foreign.map(({ language, path }) => ({ language, column: at(path) })),
    score: map.score && at(map.score),
    header: undefined,
  };
}

function fieldsOf(names: readonly string[], rows: readonly CellRow[]): FoundField[] {
  return names.map((name, at) => ({
    path: [name],
    kind: rows.length > 0 && isNumeric(rows, at) ? 'number' : 'text',
  }));
}

function byKind(
  first: CellRow | undefined,
  rest: readonly CellRow[],
  { language, englishFirst }: NamedPair,
): DelimitedLayout {
  const columns = (first?.cells ?? []).map((_, at) => at);
  // Names of columns that say nothing of languages: numbers begin below them.
  const isHeader =
    columns.filter((at) => !isNumeric(rest, at)).length > 1 &&
    columns.some((at) => isNumeric(rest, at) && numberOf(first?.cells[at] ?? '0') === undefined);
  const body = isHeader || !first ? rest : [first, ...rest];
  const numbers = columns.filter((at) => isNumeric(body, at));
  const texts = columns.filter((at) => !numbers.includes(at));
  const [left, right] = texts.length > 1 ? [texts[0]!, texts[1]!] : [0, 1];
  const ids = [left - 1, right - 1].filter((at) => numbers.includes(at) && isWhole(body, at));
  const scores = numbers.filter(
    (at) => at !== left && at !== right && (ids.length < 2 || !ids.includes(at)),
  );
  return {
    english: englishFirst ? left : right,
    foreign: [{ language, column: englishFirst ? right : left }],
    score: scores[0],
    header: isHeader ? first?.cells.join(', ') : undefined,
  };
}

/** Whether a column has numbers, and nothing else. */
function isNumeric(rows: readonly CellRow[], column: number): boolean {
  return holds(rows, column, (cell) => numberOf(cell) !== undefined);
}

function isWhole(rows: readonly CellRow[], column: number): boolean {
  return holds(rows, column, (cell) => /^\s*\d+\s*$/.test(cell));
}

function holds(rows: readonly CellRow[], column: number, fits: (cell: string) => boolean): boolean {
  const cells = rows
    .map(({ cells: row }) => row[column] ?? '')
    .filter((cell) => cell.trim() !== '');
  return cells.length > 0 && cells.every(fits);
}
