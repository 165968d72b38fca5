// Letters, the marks on them, digits: UAX #29 without its joining punctuation, see `splitWords`.
const RUN = /[\p{L}\p{M}\p{N}]+/gu;
// Scripts that write sentences without spaces between words.
const SPACELESS =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const DIGITS = /[^\P{Nd}0-9]/gu;

/**
 * Gives the words of a text as they are spelt, after NFKC; `foldWord` makes two spellings of one word equal.
 *
 * A word is a longest run of letters, marks and numbers (general categories L, M, N). Everything else parts words: white
 * space, punctuation, symbols, the zero width space, lone surrogates. Apostrophe, hyphen, full stop and colon part them
 * too, unlike in UAX #29, because tokenised corpora do so (`qu' elle`, `7 : 30`) and parallel texts must agree on times
 * and numbers. Other format characters (joiners, soft hyphen, marks of direction) vanish.
 *
 * Runs in Thai, Lao, Khmer, Burmese, Chinese or Japanese script are cut further by `Intl.Segmenter` where the runtime
 * has it, in pieces of 512 characters; its dictionary may differ between runtimes. Texts that come with spaces between
 * such words (MTOP's Thai) keep these borders and may gain some.
 *
 * @see Unicode 16, UAX #15 (NFKC) and UAX #29 (words)
 */
export function splitWords(text: string): string[] {
  return runsOf(text).flatMap((run) => (SPACELESS.test(run) ? segment(run) : [run]));
}

/** As `splitWords`, but writing without spaces stays in one piece: no dictionary, equal on every runtime. */
export function splitRuns(text: string): string[] {
  return runsOf(text);
}

/**
 * Gives the key under which spellings of one word are equal: full case folding by way of upper case (`Straße` =
 * `STRASSE`), final sigma as sigma, decimal digits of every script as 0 to 9 (`२०१८` = `2018`). Accents count.
 */
export function foldWord(word: string): string {
  // Lower case first: ẞ is its own upper case, and ß is SS.
  const folded = word.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return normalise(folded.replaceAll(DIGITS, asciiDigit));
}

/** The folded words of a text: what lexical rankers and lexicons count. */
export function tokeniseWords(text: string): string[] {
  return splitWords(text).map(foldWord);
}

function runsOf(text: string): string[] {
  const spaced = normalise(text)
    .replaceAll('\u200b', ' ')
    .replaceAll(/\p{Cf}/gu, '');
  return spaced.match(RUN) ?? [];
}

/** NFKC, except that Thai and Lao AM stay one letter: the segmenter's dictionaries spell it so, and NFKC takes it apart. */
function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll('\u0e4d\u0e32', '\u0e33')
    .replaceAll('\u0ecd\u0eb2', '\u0eb3');
}

let segmenter: Intl.Segmenter | undefined;

// The segmenter's time grows with the square of a run, so longer ones are handed over in pieces.
const PIECE = /.{1,512}/gu;

function segment(run: string): string[] {
  if (!('Segmenter' in Intl)) return [run];
  segmenter ??= new Intl.Segmenter('th', { granularity: 'word' });
  const words: string[] = [];
  for (const [piece] of run.matchAll(PIECE))
    for (const { segment: word } of segmenter.segment(piece)) words.push(word);
  return words;
}

/** Unicode keeps the ten digits of a script in a row, so the count of digits before one is its value. */
function asciiDigit(digit: string): string {
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - before - 1))) before++;
  return String(before % 10);
}
