/** Words to numbers, in the order of their first mention. */
export class Vocabulary {
  readonly words: string[] = [];
  readonly #ids = new Map<string, number>();

  /** Number of the word; a new one gets the next. */
  add(word: string): number {
    const known = this.#ids.get(word);
    if (known !== undefined) return known;
    this.#ids.set(word, this.words.length);
    return this.words.push(word) - 1;
  }

  /** undefined for a word that was never added. */
  find(word: string): number | undefined {
    return this.#ids.get(word);
  }
}

/** Ragged rows of word numbers, packed: row `r` is `words[offsets[r] .. offsets[r + 1])`. */
export interface PackedRows {
  /** `[rows + 1]`. */
  readonly offsets: Uint32Array;
  readonly words: Uint32Array;
}

/** Numbers the words of many sentences; the vocabulary learns those it does not know. */
export function packWords(
  sentences: readonly (readonly string[])[],
  vocabulary: Vocabulary,
): PackedRows {
  const offsets = new Uint32Array(sentences.length + 1);
  sentences.forEach((sentence, s) => {
    offsets[s + 1] = offsets[s]! + sentence.length;
  });
  const words = new Uint32Array(offsets.at(-1)!);
  sentences.forEach((sentence, s) => {
    for (let i = 0; i < sentence.length; i++) words[offsets[s]! + i] = vocabulary.add(sentence[i]!);
  });
  return { offsets, words };
}

/** Turns rows of words round: row `w` of the result lists the rows in which word `w` stands, once an occurrence. */
export function occurrences({ offsets, words }: PackedRows, vocabularySize: number): PackedRows {
  const starts = new Uint32Array(vocabularySize + 1);
  for (const word of words) starts[word + 1]!++;
  for (let w = 0; w < vocabularySize; w++) starts[w + 1]! += starts[w]!;
  const next = starts.slice();
  const rows = new Uint32Array(words.length);
  for (let row = 0; row + 1 < offsets.length; row++)
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) rows[next[words[at]!]!++] = row;
  return { offsets: starts, words: rows };
}
