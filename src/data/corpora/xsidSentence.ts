import { ParseError } from '../../lib';
import type { AnnotatedSlot } from './flatSlots';

interface Token {
  readonly text: string;
  readonly intent: string;
  readonly tag: string;
}

/** One sentence of an xSID file as it is read, line by line. */
export class XsidSentence {
  readonly #comments = new Map<string, string>();
  readonly #tokens: Token[] = [];
  #wrong: ParseError | undefined;

  constructor(
    readonly file: string,
    /** Of its first line. */
    readonly line: number,
  ) {}

  push(text: string, line: number): void {
    if (this.#tokens.length === 0 && text.startsWith('#')) this.#pushComment(text);
    else this.#pushToken(text, line);
  }

  #pushComment(text: string): void {
    const [, key = '', value = ''] = /^#\s*([\w-]+)\s*[:=]\s*(.*)$/.exec(text) ?? [];
    if (key !== '') this.#comments.set(key.toLowerCase(), value.trim());
  }

  #pushToken(row: string, line: number): void {
    const columns = row.split('\t');
    const [, text = '', intent = '', tag = ''] = columns.map((column) => column.trim());
    if (columns.length === 4 && text !== '' && /^(?:O|[BI]-[^\s[\]]+)$/.test(tag))
      this.#tokens.push({ text, intent, tag });
    else {
      const wanted = 'number, token, intent and O, B-NAME or I-NAME between tabs';
      const found = row.length > 60 ? `${row.slice(0, 60)}…` : row;
      this.#wrong ??= new ParseError(this.file, line, '', `found ${found}, wanted ${wanted}`);
    }
  }

  get hasTokens(): boolean {
    return this.#tokens.length > 0 || this.#wrong !== undefined;
  }

  /** Whether there is nothing but comments that say nothing of a sentence: a licence at the top of a file. */
  get isEmpty(): boolean {
    return !this.hasTokens && !this.#comments.has('text') && !this.#comments.has('id');
  }

  comment(key: string): string | undefined {
    return this.#comments.get(key);
  }

  /** @throws ParseError if a line is no token, or neither a comment nor the tokens say an intent. */
  intent(): string {
    if (this.#wrong) throw this.#wrong;
    const intent = this.#comments.get('intent') ?? this.#tokens[0]?.intent ?? '';
    if (intent !== '') return intent;
    throw new ParseError(this.file, this.line, 'intent', 'found nothing, wanted # intent: NAME');
  }

  get hasOtherIntent(): boolean {
    const intent = this.#comments.get('intent');
    return intent !== undefined && this.#tokens.some((token) => token.intent !== intent);
  }

  get hasLooseTag(): boolean {
    return this.#tokens.some(({ tag }, k) => tag.startsWith('I-') && !this.#continues(k));
  }

  /** Names in `# slots: 5:8:reference,9:18:reminder/noun`, in order; undefined without that comment. */
  listedSlots(): string[] | undefined {
    const listed = this.#comments.get('slots');
    const items = listed?.split(',').filter((item) => item.trim() !== '');
    return items?.map((item) => item.replace(/^\s*\d+:\d+:/, '').trim());
  }

  /** The sentence, its tokens with spaces between them, and the slots in these. */
  annotation(): { text: string; annotated: string; slots: readonly AnnotatedSlot[] } {
    const slots: { name: string; words: string[]; start: number; end: number }[] = [];
    let annotated = '';
    this.#tokens.forEach(({ text, tag }, k) => {
      const start = annotated.length;
      annotated += `${text} `;
      if (tag === 'O') return;
      const end = start + text.length;
      const open = this.#continues(k) ? slots.at(-1) : undefined;
      if (open) {
        open.words.push(text);
        open.end = end;
      } else slots.push({ name: tag.slice(2), words: [text], start, end });
    });
    const text = this.#comments.get('text') ?? annotated.trim();
    if (text !== '') return { text, annotated, slots };
    throw new ParseError(this.file, this.line, 'text', 'found nothing, wanted # text or tokens');
  }

  /** Whether a token goes on with the slot of the one before it. */
  #continues(k: number): boolean {
    const [tag = '', before = ''] = [this.#tokens[k]?.tag, this.#tokens[k - 1]?.tag];
    return tag.startsWith('I-') && before.slice(2) === tag.slice(2) && before !== 'O';
  }
}
