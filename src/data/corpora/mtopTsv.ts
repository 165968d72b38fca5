import { ParseError } from '../../lib';
import { Problems } from '../problems';
import { decodeLine, eachLine } from '../source/eachLine';
import { splitLines } from '../splitLines';
import type { Language, ReadRows, Split, Utterance } from '../types';
import { CorpusRows } from './corpusRows';
import { type MtopCells, readMtopRow } from './mtopRow';
import { noUsableRow } from './noUsableRow';
import type { CorpusFile } from './types';

/** What a file's folder says about its rows. */
export interface MtopFile {
  readonly language: Language;
}

const NAMES = {
  id: 'id',
  intent: 'intent',
  slots: 'slots',
  text: 'utterance',
  domain: 'domain',
  locale: 'locale',
  parse: 'decoupled form',
  tokens: 'tokens',
} as const satisfies Readonly<Record<keyof MtopCells, string>>;
const COLUMNS = Object.values(NAMES).join(', ');

/**
 * Gives the utterances of one official MTOP file: 8 columns between tabs, no header, no quoting rule. Rows that
 * {@link readMtopRow} refuses, of another number of columns, or with an id that is there already are problems.
 *
 * @throws ParseError for an empty file, and one without a usable row.
 */
export function parseMtopTsv(file: string, text: string, place: MtopFile): ReadRows<Utterance> {
  const problems = new Problems();
  const rows = new CorpusRows(problems);
  splitLines(file, text).forEach((line, i) => {
    readLine(file, line, i + 1, { ...place, split: 'test' }, rows);
  });
  rows.endFile(file);
  if (rows.size === 0) throw noUsableRow(file, problems);
  return { rows: rows.splits().test, problems: problems.list() };
}

/** As {@link parseMtopTsv}, a line at a time. */
export async function readMtopTsv({ file, place }: CorpusFile, rows: CorpusRows): Promise<void> {
  const { language, split } = place;
  if (language === undefined || split === undefined)
    throw new ParseError(file.path, 0, '', 'wanted a folder of a language, a file of a split');
  await eachLine(file, (bytes, number) => {
    readLine(file.path, decodeLine(file.path, number, bytes), number, { language, split }, rows);
  });
}

function readLine(
  file: string,
  row: string,
  line: number,
  { language, split }: MtopFile & { readonly split: Split },
  rows: CorpusRows,
): void {
  if (row.trim() === '') return;
  rows.read(file, line, () => {
    const columns = row.split('\t');
    if (columns.length !== 8) {
      const detail = `found ${columns.length} column${columns.length === 1 ? '' : 's'}, wanted 8 between tabs: ${COLUMNS}`;
      throw new ParseError(file, line, '', detail);
    }
    const [id, intent, slots, text, domain, locale, parse, tokens] = columns as EightColumns;
    const cells = { id, intent, slots, text, domain, locale, parse, tokens };
    return { split, row: readMtopRow(cells, { file, line, names: NAMES, language, rows }) };
  });
}

type EightColumns = [string, string, string, string, string, string, string, string];
