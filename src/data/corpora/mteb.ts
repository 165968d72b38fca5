import { ParseError } from '../../lib';
import { findLanguage, KNOWN_CODES } from '../languages';
import type { Language } from '../types';
import type { CorpusRows, PlacedRow } from './corpusRows';
import { eachTableRow, splitOfRow } from './eachTableRow';
import { domainOfIntent } from './intentDomains';
import type { TableCells } from './tableCells';
import type { CorpusFile, CorpusOptions } from './types';

const MTOP_DOMAINS: ReadonlySet<string> = new Set(
  'alarm calling event messaging music news people recipes reminder timer weather'.split(' '),
);

/**
 * Reads a file of MTEB's `mtop_intent` or `mtop_domain`: `text` and `label_text`, perhaps `id` and `label`; folder or
 * file name are the language. It was made for classification: its ids are not said to be those of translations, so that
 * every row gets an id of its own and pairs with none, unless `trustIds`; it has no slots and no parses. Of
 * `mtop_domain` the intent is '', since no one says it.
 *
 * @throws ParseError if neither a name nor a `lang` column says the language, or ids shall be trusted and are not there.
 * @see Muennighoff et al. 2023, MTEB
 */
export async function readMteb(
  file: CorpusFile,
  rows: CorpusRows,
  { trustIds = false }: CorpusOptions,
): Promise<void> {
  const { path } = file.file;
  let isDomain: boolean | undefined;
  await eachTableRow(file, rows, (cells): PlacedRow => {
    const label = cells.filled('label_text', 'the name of a label').trim().replace(/^IN:/, '');
    isDomain ??= saysDomain(path) ?? MTOP_DOMAINS.has(label);
    const text = cells.filled('text', 'a text');
    const split = splitOfRow(cells, file.place);
    const language = languageOf(cells, file);
    const intent = isDomain ? '' : label;
    const domain = isDomain ? label : domainOfIntent(label.toUpperCase());
    // Different in every language and split, so that nothing pairs and no split seems to leak into another.
    const own = `${language}:${split}:${rows.sizeOf(split, language) + 1}`;
    const id = trustIds ? cells.filled('id', 'an id, since ids shall be trusted').trim() : own;
    return { split, row: { id, language, text, intent, domain, slots: [], parse: '' } };
  });
  if (isDomain)
    rows.problems.note(
      path,
      'has domains, no intents: nothing is relevant in T2 and T3',
      'label_text',
    );
  if (!trustIds) {
    const message =
      'ids are not said to be those of translations: no row is parallel to another; trustIds pairs equal ids';
    rows.problems.note(path, message, 'id');
  }
}

function saysDomain(path: string): boolean | undefined {
  if (/domain/i.test(path)) return true;
  return /intent/i.test(path) ? false : undefined;
}

function languageOf(cells: TableCells, { place }: CorpusFile): Language {
  const code = cells.text('lang') || cells.text('language');
  if (code === '' && place.language !== undefined) return place.language;
  const language = findLanguage(code)?.code;
  if (language !== undefined) return language;
  if (code !== '') throw cells.fail('lang', `unknown language ${code}; known: ${KNOWN_CODES}`);
  const detail = 'no language: wanted it as the folder, e.g. de/test.jsonl, or in a column lang';
  throw new ParseError(cells.file, cells.line, '', detail);
}
