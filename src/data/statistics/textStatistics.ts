import { splitWords } from '../../lib';
import { scriptOf } from './scripts';

/** What one group of texts is like. */
export interface TextStatistics {
  readonly rows: number;
  /** Code points a row, the mean; null without rows. */
  readonly characters: number | null;
  /** Words a row, the mean over the rows that were split. */
  readonly words: number | null;
  /** How many rows were split into words: every one, or the first of them. */
  readonly splitRows: number;
  /** Shares of the letters by script, the largest first. */
  readonly scripts: readonly { readonly script: string; readonly share: number }[];
  /** Rows whose text is that of an earlier row. */
  readonly duplicates: number;
  /** Rows without a character that is no white space. */
  readonly empty: number;
}

/** Cutting Thai or Japanese into words is slow, and their mean does not need millions of rows. */
const MOST_SPLIT = 20_000;

/** Counts texts one by one, so that a caller can pause between them. */
export class TextCounter {
  #rows = 0;
  #characters = 0;
  #words = 0;
  #splitRows = 0;
  #duplicates = 0;
  #empty = 0;
  readonly #seen = new Set<string>();
  readonly #letters = new Map<string, number>();

  constructor(readonly mostSplit = MOST_SPLIT) {}

  add(text: string): void {
    this.#rows += 1;
    if (this.#seen.has(text)) this.#duplicates += 1;
    else this.#seen.add(text);
    if (text.trim() === '') this.#empty += 1;
    for (let at = 0; at < text.length; ) {
      const codePoint = text.codePointAt(at)!;
      at += codePoint > 0xffff ? 2 : 1;
      this.#characters += 1;
      const script = scriptOf(codePoint);
      if (script !== null) this.#letters.set(script, (this.#letters.get(script) ?? 0) + 1);
    }
    if (this.#splitRows === this.mostSplit) return;
    this.#splitRows += 1;
    this.#words += splitWords(text).length;
  }

  result(): TextStatistics {
    const letters = [...this.#letters.values()].reduce((sum, count) => sum + count, 0);
    return {
      rows: this.#rows,
      characters: this.#rows > 0 ? this.#characters / this.#rows : null,
      words: this.#splitRows > 0 ? this.#words / this.#splitRows : null,
      splitRows: this.#splitRows,
      scripts: [...this.#letters]
        .map(([script, count]) => ({ script, share: count / letters }))
        .sort((a, b) => b.share - a.share || (a.script < b.script ? -1 : 1)),
      duplicates: this.#duplicates,
      empty: this.#empty,
    };
  }
}
