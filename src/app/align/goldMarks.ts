import type { GoldSentence } from '../../worker';
import type { Sentence } from '../alignProblem';
import type { Grouping } from './units';

/** Links that people made, of the file that was opened. */
export interface GoldState {
  readonly file: string;
  readonly sentences: readonly GoldSentence[];
  /** Sentence of the pair, from 0. */
  readonly at: number;
  /** Of the links of the plan; null while they are not judged. */
  readonly scores: {
    readonly precision: number;
    readonly recall: number;
    readonly aer: number;
  } | null;
  /** Why this sentence's links do not fit. */
  readonly problem: string | null;
}

/** [tokens], the word between spaces (U+0020) that each token is in, as gold files count them; -1 for none. */
export function spacedWords({ text, tokens, spans }: Sentence): Int32Array {
  const words = [...text.matchAll(/[^ ]+/g)].map(({ 0: word, index }) => [
    index,
    index + word.length,
  ]);
  if (!spans) {
    let word = -1;
    return Int32Array.from(tokens, ({ startsWord }) => {
      if (startsWord) word += 1;
      return word;
    });
  }
  return Int32Array.from(spans, ({ start, end }) =>
    end > start ? words.findIndex(([from, to]) => start >= from! && start < to!) : -1,
  );
}

/** [rows, columns] of what is shown: 2 where a sure link is, 1 a possible one. */
export function goldCells(
  { sure, possible }: GoldSentence,
  [rows, columns]: readonly [Grouping, Grouping],
  [rowWords, columnWords]: readonly [Int32Array, Int32Array],
): Uint8Array {
  const width = columns.sentence.tokens.length;
  const cells = new Uint8Array(rows.sentence.tokens.length * width);
  const groupsOf = (words: Int32Array, { of }: Grouping, word: number) => {
    const groups = new Set<number>();
    words.forEach((one, token) => {
      if (one === word && of[token]! >= 0) groups.add(of[token]!);
    });
    return groups;
  };
  const mark = (links: GoldSentence['sure'], kind: number) => {
    for (const { i, j } of links)
      for (const row of groupsOf(rowWords, rows, i))
        for (const column of groupsOf(columnWords, columns, j)) cells[row * width + column] = kind;
  };
  mark(possible, 1);
  mark(sure, 2);
  return cells;
}
