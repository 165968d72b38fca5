import { idsByLanguage } from '../corpusSummary';
import type { Corpus, Language, Split } from '../types';

const SPLITS: readonly Split[] = ['train', 'dev', 'test'];

/** Gives how many ids of its splits each language lacks that another language has; languages without rows of a split lack none there. */
export function missingParallels({ splits }: Corpus): Map<Language, number> {
  const missing = new Map<Language, number>();
  for (const split of SPLITS) {
    const byLanguage = idsByLanguage(splits[split]);
    const all = new Set([...byLanguage.values()].flatMap((ids) => [...ids]));
    for (const [language, ids] of byLanguage)
      missing.set(language, (missing.get(language) ?? 0) + all.size - ids.size);
  }
  return missing;
}
