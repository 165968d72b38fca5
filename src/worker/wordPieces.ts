/** What of a tokeniser is needed here: the pieces of a text between `<s>` and `</s>`. */
export type Pieces = (text: string) => readonly string[];

/** The words of a line: what stands between spaces (U+0020) and nothing else, none of them empty. */
export function splitWords(line: string): string[] {
  return line.split(' ').filter((word) => word !== '');
}

/**
 * Tells the word of each piece of a line that was tokenised as a whole.
 *
 * Each word is put through the tokeniser by itself to learn which characters it leaves (compatibility forms
 * composed, control characters dropped), and the line's pieces consume these characters in turn. So a word that NFKC
 * splits has several pieces, and a word that leaves nothing has none. A piece across two words, which the tokeniser
 * makes only of unknown characters, belongs to the first.
 *
 * @param line as it was tokenised; pieces cut off at its end are no error.
 * @param words `splitWords(line)`.
 * @returns [pieces], word of each piece from 0.
 * @throws Error if the characters of words and line differ, which would misplace every later link.
 */
export function wordsOfPieces(
  line: readonly string[],
  words: readonly string[],
  piecesOf: Pieces,
): Int32Array {
  const texts = words.map((word) => characters(piecesOf(word)));
  const whole = texts.join('');
  const result = new Int32Array(line.length);
  let [word, end, at] = [0, texts[0]?.length ?? 0, 0];
  line.forEach((piece, token) => {
    const text = characters([piece]);
    if (!whole.startsWith(text, at))
      throw new Error(
        `wordsOfPieces: piece ${token} is "${text}", but the words go on with "${whole.slice(at, at + text.length)}"`,
      );
    // A lone ▁ consumes nothing and belongs to the word that comes next.
    while (end <= at && word + 1 < texts.length) end += texts[++word]!.length;
    result[token] = word;
    at += text.length;
  });
  return result;
}

/** `▁` marks the start of a word; the tokeniser reads one in the text as a space. */
function characters(pieces: readonly string[]): string {
  return pieces.join('').replaceAll('▁', '');
}
