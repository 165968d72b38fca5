/**
 * Gives the text by which two sentences count as the same: Unicode NFKC, lower case (no locale), runs of white
 * space as one space, none at the ends. Punctuation counts.
 */
export function normaliseText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
