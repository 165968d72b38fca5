import type { Corpus, Language, ReadProblem, Split, Utterance } from './types';

/** Counts of one split; languages in the order of their first row. */
export interface SplitSummary {
  readonly split: Split;
  readonly languages: readonly { readonly language: Language; readonly rows: number }[];
  /** Distinct ids in any language. */
  readonly ids: number;
  /** Ids present in every language of the split: the pool that is equal for all. */
  readonly parallelIds: number;
}

/** What the languages of one split share with English; a corpus need not be parallel throughout. */
export interface SplitParallel {
  readonly split: Split;
  readonly languages: readonly LanguageParallel[];
}

/** One language beside English. */
export interface LanguageParallel {
  readonly language: Language;
  readonly rows: number;
  /** Ids that English has too; English itself has all. */
  readonly parallelWithEnglish: number;
  /** English ids without a row in this language. */
  readonly lacksOfEnglish: number;
  /** Intents that no other language of the split has, in the order of their rows. */
  readonly ownIntents: readonly string[];
}

const SPLITS: readonly Split[] = ['train', 'dev', 'test'];

/** Counts rows and ids per split, empty splits left out. */
export function summarise(corpus: Corpus): SplitSummary[] {
  return SPLITS.filter((split) => corpus.splits[split].length > 0).map((split) => {
    const byLanguage = idsByLanguage(corpus.splits[split]);
    const times = new Map<string, number>();
    for (const ids of byLanguage.values())
      for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
    const languages = [...byLanguage].map(([language, ids]) => ({ language, rows: ids.size }));
    const parallel = [...times.values()].filter((count) => count === byLanguage.size);
    return { split, languages, ids: times.size, parallelIds: parallel.length };
  });
}

/** Compares each language with English, empty splits left out. */
export function countParallel(corpus: Corpus): SplitParallel[] {
  return SPLITS.filter((split) => corpus.splits[split].length > 0).map((split) => {
    const rows = corpus.splits[split];
    const byLanguage = idsByLanguage(rows);
    const english = byLanguage.get('en') ?? new Set<string>();
    const own = ownIntents(rows);
    const languages = [...byLanguage].map(([language, ids]): LanguageParallel => {
      const shared = [...ids].filter((id) => english.has(id)).length;
      return {
        language,
        rows: ids.size,
        parallelWithEnglish: shared,
        lacksOfEnglish: english.size - shared,
        ownIntents: byLanguage.size > 1 ? (own.get(language) ?? []) : [],
      };
    });
    return { split, languages };
  });
}

function ownIntents(rows: readonly Utterance[]): Map<Language, string[]> {
  const languages = new Map<string, Set<Language>>();
  for (const { intent, language } of rows)
    languages.set(intent, (languages.get(intent) ?? new Set<Language>()).add(language));
  const own = new Map<Language, string[]>();
  for (const [intent, [language, ...others]] of languages) {
    if (language === undefined || others.length > 0) continue;
    own.set(language, [...(own.get(language) ?? []), intent]);
  }
  return own;
}

/** Gives the distinct ids of each language. */
export function idsByLanguage(rows: readonly Utterance[]): Map<Language, Set<string>> {
  const byLanguage = new Map<Language, Set<string>>();
  for (const { language, id } of rows) {
    const ids = byLanguage.get(language) ?? new Set<string>();
    byLanguage.set(language, ids.add(id));
  }
  return byLanguage;
}

/** Names the ids that stand in two splits of one language: training on one of them leaks into the other. */
export function findSplitLeaks(
  splits: Readonly<Record<Split, readonly Utterance[]>>,
): ReadProblem[] {
  const problems: ReadProblem[] = [];
  const byLanguage = SPLITS.map((split) => idsByLanguage(splits[split]));
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    for (const [language, ids] of byLanguage[a] ?? []) {
      const shared = [...ids].filter((id) => byLanguage[b]?.get(language)?.has(id));
      if (shared.length === 0) continue;
      const message = `${shared.length} ids of ${language} are in ${SPLITS[a]} and ${SPLITS[b]}, first ${shared[0]}`;
      problems.push({ file: 'corpus', line: 0, field: 'id', message });
    }
  return problems;
}
