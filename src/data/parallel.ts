import { idsByLanguage } from './corpusSummary';
import type { Bitext, BitextPair, Corpus, Language, Split, Utterance } from './types';

/**
 * Gives the English texts of a split with their translations into `language`, paired by id, in the order of the
 * English rows. Only the texts pass: intents, slots and ids stay behind, so no judgement can reach distillation.
 */
export function parallelPairs(
  utterances: readonly Utterance[],
  language: Language,
  name = 'parallel',
): Bitext {
  const foreign = new Map<string, string>();
  for (const row of utterances) if (row.language === language) foreign.set(row.id, row.text);
  const pairs: BitextPair[] = [];
  for (const row of utterances) {
    const text = row.language === 'en' ? foreign.get(row.id) : undefined;
    if (text !== undefined) pairs.push({ english: row.text, foreign: text });
  }
  return { name, language, pairs };
}

/**
 * Gives the ids of a split that are present in every one of `languages`, in the file order of the first one:
 * MAP is comparable only where the pool is equal for all.
 *
 * @returns none if a language has no rows.
 */
export function selectParallelIds(
  corpus: Corpus,
  split: Split,
  languages: readonly Language[],
): string[] {
  const byLanguage = idsByLanguage(corpus.splits[split]);
  const sets = languages.map((language) => byLanguage.get(language) ?? new Set<string>());
  return [...(sets[0] ?? [])].filter((id) => sets.every((ids) => ids.has(id)));
}
