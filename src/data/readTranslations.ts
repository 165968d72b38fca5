import { ParseError } from '../lib';
import { decodeId } from './decodeId';
import { findLanguage } from './languages';
import { splitLines } from './splitLines';
import type { Language, ReadProblem, ReadRows } from './types';

/** A query of `language` that somebody has translated into English. */
export interface Translation {
  /** As `Utterance.id`: hexadecimal ids are decoded to digits. */
  readonly id: string;
  /** Of the query, never English. */
  readonly language: Language;
  /** English. */
  readonly text: string;
}

const WANTED =
  'id TAB language TAB text, or id TAB text in a file named by its language such as de.tsv';
const SHOWN = 40;

/**
 * Reads translations of queries, as a machine translation system outside the page has made them: `id TAB language TAB
 * text`, or `id TAB text` where the file name ends in the language (`de.tsv`, `nmt.de.tsv`). The language is that of the
 * query. There is no quoting rule; a first line of column names is passed over, as are empty lines.
 *
 * A row that cannot be used is left out and becomes a problem of its own: wrong number of columns, unknown language,
 * English, a language other than the file name's, no id, no text, or an id that the language has already (the first one
 * stays). Whether the ids are those of a corpus is for the caller to count.
 *
 * @throws ParseError if the file is empty or no row can be used; it says why the first one cannot.
 */
export function readTranslations(path: string, text: string): ReadRows<Translation> {
  const named = languageOfName(path);
  const rows: Translation[] = [];
  const problems: ReadProblem[] = [];
  const firstLine = new Map<string, number>();
  splitLines(path, text).forEach((raw, at) => {
    if (raw.trim() === '' || (at === 0 && isHeader(raw))) return;
    const line = at + 1;
    const row = parseRow(raw, named);
    const problem = 'message' in row ? row : takenBefore(row, line, firstLine);
    if (problem) problems.push({ file: path, line, ...problem });
    else rows.push(row as Translation);
  });
  const [first] = problems;
  if (rows.length === 0)
    throw first
      ? new ParseError(path, first.line, first.field, `${first.message}; no row can be used`)
      : new ParseError(path, 0, '', `found no rows, wanted ${WANTED}`);
  return { rows, problems };
}

/** What is wrong with a row. */
interface Fault {
  readonly field: string;
  readonly message: string;
}

function parseRow(raw: string, named: Language | undefined): Translation | Fault {
  const columns = raw.split('\t').map((column) => column.trim());
  const [id = ''] = columns;
  const [code, text] = columns.length === 2 ? [undefined, columns[1]] : columns.slice(1, 3);
  if (columns.length < 2 || columns.length > 3 || (code === undefined && !named))
    return { field: '', message: `found ${count(columns.length)} between tabs, wanted ${WANTED}` };
  const language = code === undefined ? named : findLanguage(code)?.code;
  if (language === undefined)
    return {
      field: 'language',
      message: `found ${quote(code)}, wanted a language code such as de`,
    };
  if (language === 'en')
    return { field: 'language', message: 'found en, wanted the language of the query' };
  if (named !== undefined && language !== named)
    return { field: 'language', message: `found ${language}, but the file name says ${named}` };
  if (id === '') return { field: 'id', message: 'found nothing, wanted the id of a query' };
  if (!text) return { field: 'text', message: 'found nothing, wanted the translation' };
  return { id: decodeId(id), language, text };
}

function takenBefore(
  { id, language }: Translation,
  line: number,
  firstLine: Map<string, number>,
): Fault | undefined {
  const key = `${language} ${id}`;
  const first = firstLine.get(key);
  if (first === undefined) firstLine.set(key, line);
  return first === undefined
    ? undefined
    : {
        field: 'id',
        message: `${quote(id)} has a ${language} translation in line ${first} already`,
      };
}

/** The language at the end of a file name; undefined where none is named, as in `translations.tsv`. */
function languageOfName(path: string): Language | undefined {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const code = /(?:^|\.)([^.]+)\.(?:tsv|txt)$/i.exec(file)?.[1];
  return findLanguage(code ?? '')?.code;
}

function isHeader(line: string): boolean {
  return /^id\t(?:language\t)?text$/i.test(line.trim());
}

function count(columns: number): string {
  return columns === 1 ? '1 column' : `${columns} columns`;
}

function quote(value = ''): string {
  return JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);
}
