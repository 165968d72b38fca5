import { ParseError } from '../../lib';
import { decodeLine, eachLine } from '../source/eachLine';
import type { Language, Split } from '../types';
import type { CorpusRows } from './corpusRows';
import { flatForm } from './flatForm';
import { type AnnotatedSlot, placeSlots } from './flatSlots';
import type { CorpusFile } from './types';
import { XsidSentence } from './xsidSentence';

interface XsidContext {
  readonly file: string;
  readonly language: Language;
  readonly split: Split;
  readonly rows: CorpusRows;
}

/**
 * Reads a file of xSID, `de.test.conll`: sentences between empty lines, comments `# id`, `# text`, `# intent` (before `:`
 * or `=`), then a line a token, `1 TAB Wecker TAB alarm/set_alarm TAB B-datetime`. Ids are the same in every language;
 * a file without them (xSID's English) has the number of each sentence as its id, as the other languages count. Slots are
 * the tokens' B- and I- tags: the English `# slots` are those of the source corpus and differ from them.
 *
 * @throws ParseError if the name has no language and split, as in `de.valid.conll`.
 * @see van der Goot et al. 2021, From Masked Language Modeling to Translation
 */
export async function readXsid({ file, place }: CorpusFile, rows: CorpusRows): Promise<void> {
  const { language, split } = place;
  if (language === undefined || split === undefined) {
    const lack = language === undefined ? 'language' : 'split';
    throw new ParseError(file.path, 0, '', `no ${lack} in the name, wanted e.g. de.valid.conll`);
  }
  const sentences = new Sentences({ file: file.path, language, split, rows });
  await eachLine(file, (bytes, line) => sentences.push(decodeLine(file.path, line, bytes), line));
  sentences.end();
}

/** Cuts lines into sentences and hands them on. */
class Sentences {
  #open: XsidSentence | undefined;
  #last = 0;
  #count = 0;
  #hasIds: boolean | undefined;

  constructor(readonly context: XsidContext) {}

  push(text: string, line: number): void {
    const isBlank = text.trim() === '';
    // Empty lines are not visited, but numbered.
    const isNext = line !== this.#last + 1;
    this.#last = line;
    if (isBlank || isNext || (this.#open?.hasTokens && text.startsWith('#'))) this.end();
    if (isBlank) return;
    this.#open ??= new XsidSentence(this.context.file, line);
    this.#open.push(text, line);
  }

  end(): void {
    const sentence = this.#open;
    this.#open = undefined;
    if (!sentence || sentence.isEmpty) return;
    this.#count += 1;
    const { file, rows, split } = this.context;
    rows.read(file, sentence.line, () => ({ split, row: this.#row(sentence) }));
  }

  #row(sentence: XsidSentence) {
    const { file, language, rows } = this.context;
    const { line } = sentence;
    const intent = sentence.intent();
    const id = this.#id(sentence);
    const { text, annotated, slots } = sentence.annotation();
    const placed = placeSlots(annotated, slots, text);
    this.#remark(sentence, slots, placed.unplaced.length);
    if (!placed.isSame)
      rows.remark(line, 'text', 'whose tokens are not those of # text, which is believed');
    const parse = flatForm(intent, slots, { file, line, field: 'slots' });
    const domain = intent.includes('/') ? (intent.split('/', 1)[0] ?? '') : '';
    return { id, language, text, intent, domain, slots: placed.slots, parse };
  }

  #id(sentence: XsidSentence): string {
    const id = sentence.comment('id');
    this.#hasIds ??= id !== undefined;
    if (!this.#hasIds && id === undefined) {
      this.context.rows.remark(sentence.line, 'id', 'without # id: their number is their id');
      return `${this.#count}`;
    }
    if (this.#hasIds && id !== undefined && id !== '') return id;
    const found = id === undefined ? 'no # id' : `# id ${id}`;
    const detail = `found ${found}, wanted ${this.#hasIds ? 'one, as' : 'none, as in'} the first sentence`;
    throw new ParseError(this.context.file, sentence.line, 'id', detail);
  }

  #remark(sentence: XsidSentence, slots: readonly AnnotatedSlot[], unplaced: number): void {
    const { rows } = this.context;
    const { line } = sentence;
    if (sentence.hasOtherIntent)
      rows.remark(line, 'intent', 'whose tokens have another intent; # intent is believed');
    if (sentence.hasLooseTag)
      rows.remark(line, 'slots', 'with an I- tag after another slot, taken as the start of one');
    if (unplaced > 0)
      rows.remark(line, 'slots', 'with a slot whose words are not at one place of # text');
    const listed = sentence.listedSlots();
    if (listed && listed.join() !== slots.map(({ name }) => name).join())
      rows.remark(line, 'slots', 'whose # slots are not those of the tags, which are believed');
  }
}
