/**
 * Gives the text by which two sentences count as the same: Unicode NFKC, lower case (no locale), runs of white
 * space as one space, none at the ends. Punctuation counts.
 */
export function normaliseText(text: string): string {
  // Lower case can leave a decomposed letter (İ becomes i and a dot), hence the second normalisation.
  const folded = text.normalize('NFKC').toLowerCase().normalize('NFKC');
  return folded.replaceAll(/\s+/g, ' ').trim();
}
