const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * Gives a first sentence without the words of its title, so that a query cannot be answered by the name alone
 * (Schamoni et al. 2014, Sasaki et al. 2018). Words are runs of letters, marks and digits, compared in lower case
 * and NFKC; a sentence from which they were removed already stays as it is, white space apart.
 *
 * @returns '' where no word is left.
 */
export function withoutTitle(sentence: string, title: string): string {
  const words = new Set([...title.matchAll(WORD)].map(([word]) => folded(word)));
  let left = 0;
  const text = sentence.replaceAll(WORD, (word) => {
    if (words.has(folded(word))) return '';
    left += 1;
    return word;
  });
  return left === 0 ? '' : text.replaceAll(/\s+/g, ' ').trim();
}

function folded(word: string): string {
  return word.normalize('NFKC').toLowerCase();
}
