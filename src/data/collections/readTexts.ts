import { ParseError } from '../../lib';
import { type Problems, shown } from '../problems';
import { decodeLine, eachLine } from '../source/eachLine';
import type { DataFile, Language } from '../types';
import type { CollectionPlace } from './collectionPlace';
import type { IdSample, SampledRow } from './idSample';
import { idOf, parseObject } from './jsonRow';
import type { CollectionText } from './types';
import { withoutTitle } from './withoutTitle';

const TAB = 0x09;
const HEADER = /^(?:_?id|(?:doc|query|topic|q|p|d)_?id|docno)$/i;

/** A file of queries or documents, and what is known of it. */
export interface TextFile {
  readonly file: DataFile;
  readonly place: CollectionPlace;
  readonly language: Language;
}

/**
 * Reads queries or documents: JSONL with `_id`, `text` and perhaps `title` (BEIR: title, a space, text), `id TAB text`
 * or `id TAB title TAB text` (WikiCLIR; a query is its sentence without the title's words). Rows that are none are
 * bad. A text that only its kept row needs is decoded for no other.
 *
 * @returns the rows that `sample` keeps, in file order.
 * @throws ParseError if two rows that are kept have one id, or one is not UTF-8.
 */
export async function readTexts(
  { file, place, language }: TextFile,
  sample: IdSample,
  problems: Problems,
): Promise<{ texts: readonly CollectionText[]; leftOut: number }> {
  const offer = place.shape === 'jsonl' ? offerJson : offerTable;
  await eachLine(file, (bytes, line) => offer(file.path, place, bytes, line, sample, problems));
  const { rows, leftOut } = sample.finish();
  return { texts: checkedTexts(file.path, place, language, rows, problems), leftOut };
}

/** Makes texts well-formed, refuses an id twice, and leaves out queries without text. */
export function checkedTexts(
  file: string,
  { role }: Pick<CollectionPlace, 'role'>,
  language: Language,
  rows: readonly SampledRow[],
  problems: Problems,
): readonly CollectionText[] {
  const lines = new Map<string, number>();
  const empty: string[] = [];
  const repaired: string[] = [];
  const texts: CollectionText[] = [];
  for (const { id, line, text } of rows) {
    const other = lines.get(id);
    if (other !== undefined)
      throw new ParseError(file, line, 'id', `${id} is in line ${other} already`);
    lines.set(id, line);
    if (!text.isWellFormed()) repaired.push(id);
    const isEmpty = text.trim() === '';
    if (isEmpty) empty.push(id);
    // A judged document counts in every measure, even if no encoder can find it.
    if (!isEmpty || role === 'documents') texts.push({ id, language, text: text.toWellFormed() });
  }
  const fate = role === 'documents' ? 'kept' : 'left out';
  problems.ids(file, `${empty.length} ${role} without text, ${fate}`, empty);
  problems.ids(file, `${repaired.length} texts with half a surrogate pair, replaced`, repaired);
  return texts;
}

type Offer = (
  file: string,
  place: CollectionPlace,
  bytes: Uint8Array,
  line: number,
  sample: IdSample,
  problems: Problems,
) => void;

const offerJson: Offer = (file, { role }, bytes, line, sample, problems) => {
  const decoded = decodeLine(file, line, bytes);
  if (decoded.trim() === '') return;
  const row = parseObject(decoded);
  if (typeof row === 'string') {
    problems.badRow(file, line, '', row);
    return;
  }
  const [id, { text, title }] = [idOf(row._id), row];
  if (id === undefined) problems.badRow(file, line, '_id', `found ${shown(row._id)}, wanted an id`);
  else if (typeof text !== 'string')
    problems.badRow(file, line, 'text', `found ${shown(text)}, wanted text`);
  else {
    const titled = role === 'documents' && typeof title === 'string';
    sample.offer(id, line, () => (titled ? `${title} ${text}`.trim() : text));
  }
};

const offerTable: Offer = (file, { role, shape }, bytes, line, sample, problems) => {
  const tab = bytes.indexOf(TAB);
  const id = decodeLine(file, line, bytes.subarray(0, tab < 0 ? bytes.length : tab)).trim();
  if (tab < 0) {
    if (id !== '')
      problems.badRow(file, line, '', `found ${shown(id)}, wanted an id, a TAB and a text`);
  } else if (id === '') problems.badRow(file, line, 'id', 'found no id before the TAB');
  else if (line === 1 && HEADER.test(id)) problems.note(file, `line 1 is taken as a header: ${id}`);
  else {
    sample.offer(id, line, () => {
      const rest = decodeLine(file, line, bytes.subarray(tab + 1));
      const [title = '', ...more] = rest.split('\t');
      // There is no quoting rule: further tabs are white space of the text.
      if (shape !== 'titled') return [title, ...more].join(' ').trim();
      const text = more.join(' ');
      return role === 'queries' ? withoutTitle(text, title) : `${title} ${text}`.trim();
    });
  }
};
