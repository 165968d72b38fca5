import { findLanguage, KNOWN_CODES } from '../languages';
import type { CorpusRows, PlacedRow } from './corpusRows';
import { eachTableRow, splitOfRow } from './eachTableRow';
import { flatForm } from './flatForm';
import { type AnnotatedSlot, placeSlots } from './flatSlots';
import type { TableCells } from './tableCells';
import type { CorpusFile } from './types';

/**
 * Reads a file of MASSIVE: `id`, `locale`, `partition`, `scenario`, `intent`, `utt` and `annot_utt`, whose slots stand in
 * brackets, `wake me at [time : nine am]`. Ids are the same in every locale. Intents keep their names (`alarm_set`), the
 * scenario is the domain.
 *
 * @see FitzGerald et al. 2023, MASSIVE: A 1M-Example Multilingual Natural Language Understanding Dataset
 */
export async function readMassive(file: CorpusFile, rows: CorpusRows): Promise<void> {
  await eachTableRow(file, rows, (cells) => massiveRow(cells, file, rows));
}

function massiveRow(cells: TableCells, { place }: CorpusFile, rows: CorpusRows): PlacedRow {
  const { line, file } = cells;
  const id = cells.filled('id', 'an id').trim();
  const text = cells.filled('utt', 'a text');
  const intent = cells.filled('intent', 'an intent, e.g. alarm_set').trim();
  const locale = cells.filled('locale', 'a locale, e.g. de-DE');
  const language = findLanguage(locale)?.code;
  if (language === undefined)
    throw cells.fail('locale', `unknown language ${locale}; known: ${KNOWN_CODES}`);
  const split = splitOfRow(cells, place, 'partition');
  if (/^\d+$/.test(intent))
    rows.remark(line, 'intent', 'with the number of a class, whose name the file does not say');
  const { plain, slots } = bracketed(cells.text('annot_utt'));
  const placed = placeSlots(plain, slots, text);
  if (!placed.isSame)
    rows.remark(line, 'annot_utt', 'whose annotated text is not that of utt, which is believed');
  for (const { name } of placed.unplaced)
    rows.remark(line, 'annot_utt', `whose slot ${name} is not found at one place of utt`);
  const parse = flatForm(intent, slots, { file, line, field: 'annot_utt' });
  const domain = cells.text('scenario').trim();
  return { split, row: { id, language, text, intent, domain, slots: placed.slots, parse } };
}

/** Takes the brackets out of a text; what stands in none is kept as it is. */
export function bracketed(annotated: string): { plain: string; slots: readonly AnnotatedSlot[] } {
  const slots: AnnotatedSlot[] = [];
  let plain = '';
  let from = 0;
  for (const match of annotated.matchAll(/\[([^[\]:]+):([^[\]]*)\]/g)) {
    plain += annotated.slice(from, match.index);
    const words = (match[2] ?? '').trim();
    const name = (match[1] ?? '').trim();
    slots.push({ name, words: [words], start: plain.length, end: plain.length + words.length });
    plain += words;
    from = match.index + match[0].length;
  }
  return { plain: plain + annotated.slice(from), slots };
}
