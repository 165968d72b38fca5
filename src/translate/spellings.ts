import { foldWord } from '../lib';

/**
 * Gives the usual spelling of each folded word: the one seen most often away from the start of a sentence, where case
 * says something; else the most frequent at the start; ties go to the spelling seen first.
 *
 * @see Lita et al. 2003, tRuEcasIng; the rule is that of Moses' truecaser
 */
export function usualSpellings(
  sentences: readonly (readonly string[])[],
): ReadonlyMap<string, string> {
  const within = new Map<string, Map<string, number>>();
  const atStart = new Map<string, Map<string, number>>();
  for (const words of sentences)
    words.forEach((spelling, at) => {
      const table = at === 0 ? atStart : within;
      const folded = foldWord(spelling);
      const counts = table.get(folded) ?? new Map<string, number>();
      table.set(folded, counts.set(spelling, (counts.get(spelling) ?? 0) + 1));
    });
  const usual = new Map<string, string>();
  for (const table of [within, atStart])
    for (const [folded, counts] of table)
      if (!usual.has(folded)) usual.set(folded, mostFrequent(counts));
  return usual;
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  let best = '';
  for (const [spelling, count] of counts) if (count > (counts.get(best) ?? 0)) best = spelling;
  return best;
}
