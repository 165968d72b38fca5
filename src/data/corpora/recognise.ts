import { ParseError } from '../../lib';
import { Problems } from '../problems';
import { headOf } from '../source/readFile';
import { listNames } from '../sourceRows';
import { readTable } from '../tables';
import type { DataFile } from '../types';
import type { CorpusPlace } from './corpusPlace';
import { noUsableRow } from './noUsableRow';
import type { Packaging } from './types';

const HEAD_BYTES = 2 ** 16;

/** Columns that each packaging in tables has and that tell it from the others; rows may have more. */
const TABLES: readonly (readonly [Packaging, readonly string[]])[] = [
  ['WillHeld', ['id', 'intent', 'slot', 'utterance', 'domain', 'locale', 'dcp_form']],
  ['tasksource', ['idx', 'intent', 'spans', 'question', 'domain', 'lang', 'logical_form']],
  ['MTEB', ['text', 'label_text']],
  ['MASSIVE', ['id', 'locale', 'intent', 'utt', 'annot_utt']],
];
const WANTED = TABLES.map(([name, columns]) => `${columns.join(', ')} (${name})`).join('; or ');

/** What a file turned out to be; `found` says what it has where it is nothing known. */
export type Recognised =
  | { readonly packaging: Packaging; readonly found?: undefined }
  | { readonly packaging?: undefined; readonly found: string };

/**
 * Tells a file's packaging by its ending and the head of its content.
 *
 * @throws ParseError if it has the columns of two packagings, is an HTML page or a Git LFS pointer instead of data, or
 *   no row can be read.
 */
export async function recognise(file: DataFile, place: CorpusPlace): Promise<Recognised> {
  const head = new TextDecoder().decode(await headOf(file, HEAD_BYTES)).replace(/^\ufeff/, '');
  refuseOtherThings(file.path, head);
  const { ending } = place;
  if (ending === 'txt') return { packaging: 'MTOP' };
  if (ending === 'conll') return ofConll(head);
  if (ending === 'json' && /"slot_intent"\s*:/.test(head)) return { packaging: 'XSemPLR' };
  if (ending === 'tsv') {
    const first = head.split('\n', 1)[0] ?? '';
    const columns = ofColumns(file.path, first.trimEnd().split('\t'));
    return columns.packaging ? columns : { packaging: 'MTOP' };
  }
  return ofColumns(file.path, await columnsOf(file));
}

function refuseOtherThings(path: string, head: string): void {
  if (/^\s*<(?:!doctype|html|head|\?xml)/i.test(head)) {
    const detail = 'found an HTML or XML page, wanted data: perhaps a download that failed';
    throw new ParseError(path, 0, '', detail);
  }
  if (head.startsWith('version https://git-lfs')) {
    const detail = 'found a Git LFS pointer, wanted the file itself: run git lfs pull';
    throw new ParseError(path, 0, '', detail);
  }
}

function ofConll(head: string): Recognised {
  const isXsid = /^#\s*(?:text|intent)\s*[:=]/m.test(head) || /\t(?:O|B-\S+)\s*$/m.test(head);
  return isXsid ? { packaging: 'xSID' } : { found: 'no # text, # intent or B- tags (xSID)' };
}

function ofColumns(path: string, names: readonly string[]): Recognised {
  const columns = new Set(names.map((name) => name.trim()));
  const fitting = TABLES.filter(([, wanted]) => wanted.every((name) => columns.has(name)));
  const [first, second] = fitting;
  if (first && second) {
    const detail = `has the columns of ${first[0]} and of ${second[0]}, wanted those of one`;
    throw new ParseError(path, 0, '', detail);
  }
  if (first) return { packaging: first[0] };
  return { found: `found the columns ${listNames([...columns])}; wanted ${WANTED}` };
}

async function columnsOf(file: DataFile): Promise<string[]> {
  const problems = new Problems();
  for await (const [row] of readTable(file, problems)) if (row) return [...row.fields.keys()];
  throw noUsableRow(file.path, problems);
}
