import type { Language } from '../data';
import { trainLexicon } from '../translate';
import { type QueryText, queryTexts, type StudyMethod } from './methods';
import { foreignLanguages, type QueryTranslations, queryRows, type StudyPlan } from './plan';

/** English texts that stand in for the queries of a language, one a query, by where they come from. */
export type Translations = ReadonlyMap<
  Exclude<QueryText, 'raw'>,
  ReadonlyMap<Language, readonly string[]>
>;

interface Translated {
  readonly translations: Translations;
  readonly notes: readonly string[];
}

/**
 * Puts the queries into English where a method asks for it: word by word by a lexicon that is learnt from the bitext
 * that students learn from, or by translations that were given. A query without a given translation stays as it is,
 * which is counted in a note; a language without any is absent.
 *
 * @throws RangeError if a method wants translations and none were given.
 */
export function translateQueries(
  plan: StudyPlan,
  methods: readonly StudyMethod[],
  given: QueryTranslations | undefined,
): Translated {
  const notes: string[] = [];
  const translations = new Map<Exclude<QueryText, 'raw'>, ReadonlyMap<Language, string[]>>();
  for (const source of queryTexts(methods)) {
    if (source === 'translation' && !given)
      throw new RangeError(
        'Study config: methods: translation wants translations, none were given',
      );
    const languages = new Map<Language, string[]>();
    for (const language of foreignLanguages(plan)) {
      const texts =
        source === 'lexicon'
          ? byLexicon(plan, language)
          : byGiven(plan, language, given?.get(language), notes);
      if (texts) languages.set(language, texts);
    }
    translations.set(source, languages);
  }
  return { translations, notes };
}

function byLexicon(plan: StudyPlan, language: Language): string[] | undefined {
  const pairs = plan.bitext.get(language);
  if (!pairs) return undefined;
  const lexicon = trainLexicon(pairs);
  return queryRows(plan, language).map(({ text }) => lexicon.translate(text).text);
}

function byGiven(
  plan: StudyPlan,
  language: Language,
  given: ReadonlyMap<string, string> | undefined,
  notes: string[],
): string[] | undefined {
  if (!given) {
    notes.push(`translation: no translations for ${language} were given.`);
    return undefined;
  }
  const rows = queryRows(plan, language);
  const missing = rows.filter(({ id }) => !given.has(id)).length;
  if (missing > 0)
    notes.push(
      `translation: ${missing} of ${rows.length} ${language} queries had none and stay as they are.`,
    );
  return rows.map(({ id, text }) => given.get(id) ?? text);
}
