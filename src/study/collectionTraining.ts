import { type Bitext, type BitextPair, holdOut, type Language, LeakCheck } from '../data';
import { normaliseText } from '../lib';
import type { StudyConfig } from '../report';
import { utteranceOf } from './collection';
import { applyPlacebo, limitPairs } from './placebo';
import { MOST_DEV_IDS } from './plan';
import type { Parallel, StudyPlan } from './planTypes';

/**
 * What students of a collection learn from: bitext alone. A tenth of the English texts of each language's pairs, 200 at
 * most, is held out to stop training by: their foreign sides have to find them among those of all languages. Pairs of
 * which a side is a text that is ranked, or a query, are left out; what is held out does not depend on `pairs`.
 *
 * @param evaluated queries and documents.
 */
export function planBitext(
  bitexts: readonly Bitext[],
  config: StudyConfig,
  languages: readonly Language[],
  evaluated: readonly string[],
): Pick<StudyPlan, 'bitext' | 'dev' | 'notTrained' | 'notes'> {
  const notes: string[] = [];
  const clean = withoutLeaks(bitexts, languages, evaluated, notes);
  const held = new Map([...clean].map(([language, pairs]) => [language, heldOutOf(pairs)]));
  // What one language holds out teaches no other language, either.
  const away = new Set([...held.values()].flatMap((keys) => [...keys]));
  const bitext = new Map<Language, readonly BitextPair[]>();
  const devPairs = new Map<Language, readonly BitextPair[]>();
  const notTrained: { language: Language; reason: string }[] = [];
  for (const language of languages.filter((candidate) => candidate !== 'en')) {
    const pairs = clean.get(language) ?? [];
    const train = pairs.filter((pair) => !away.has(keyOf(pair)));
    if (held.get(language)?.size && train.length > 0) {
      bitext.set(language, applyPlacebo(limitPairs(train, config.pairs), config.placebo));
      const keys = held.get(language)!;
      devPairs.set(language, onePerText(pairs.filter((pair) => keys.has(keyOf(pair)))));
    } else {
      const given = bitexts.some((part) => part.language === language && part.pairs.length > 0);
      notTrained.push({ language, reason: whyNot(given, pairs.length) });
    }
  }
  for (const language of new Set(bitexts.map((part) => part.language)))
    if (!languages.includes(language))
      notes.push(`Bitext for ${language} was given, but ${language} is not evaluated.`);
  const dev = devOf(devPairs);
  if (devPairs.size > 0)
    notes.push(
      `Training stops by ${dev.get('en')!.length} English texts of the bitext that were held out, found by their translations (T1).`,
    );
  return { bitext, dev, notTrained, notes };
}

/** Pairs by language, without those of which a side is a query or a document. */
function withoutLeaks(
  bitexts: readonly Bitext[],
  languages: readonly Language[],
  evaluated: readonly string[],
  notes: string[],
): Map<Language, BitextPair[]> {
  const leaks = new LeakCheck(evaluated);
  const clean = new Map<Language, BitextPair[]>();
  for (const language of languages.filter((candidate) => candidate !== 'en')) {
    const found = bitexts
      .filter((part) => part.language === language)
      .flatMap(({ pairs }) => pairs);
    const { pairs, leaked } = leaks.clean(found);
    clean.set(language, pairs);
    if (leaked > 0)
      notes.push(
        `${language}: ${leaked} bitext pairs equal a query or a document and were removed.`,
      );
  }
  return clean;
}

function keyOf({ english }: BitextPair): string {
  return normaliseText(english);
}

/** Keys of the English texts that are held out; none where there are not two. */
function heldOutOf(pairs: readonly BitextPair[]): ReadonlySet<string> {
  const texts = [...new Set(pairs.map(keyOf))];
  if (texts.length < 2) return new Set();
  return new Set(holdOut(texts, 1, Math.min(0.1, MOST_DEV_IDS / texts.length)).heldOut);
}

function onePerText(pairs: readonly BitextPair[]): BitextPair[] {
  return [...new Map(pairs.map((pair) => [keyOf(pair), pair] as const)).values()];
}

/** English texts once, each with an id that its translations share. */
function devOf(held: ReadonlyMap<Language, readonly BitextPair[]>): Parallel {
  const ids = new Map<string, string>();
  const english = [];
  for (const pairs of held.values())
    for (const { english: text } of pairs) {
      const key = normaliseText(text);
      if (ids.has(key)) continue;
      ids.set(key, `held-out-${ids.size}`);
      english.push(utteranceOf({ id: ids.get(key)!, language: 'en', text }));
    }
  const foreign = [...held].map(([language, pairs]) => {
    const rows = pairs.map((pair) => ({
      id: ids.get(normaliseText(pair.english))!,
      text: pair.foreign,
    }));
    return [language, rows.map((row) => utteranceOf({ ...row, language }))] as const;
  });
  return new Map([['en', english] as const, ...foreign]);
}

function whyNot(given: boolean, clean: number): string {
  if (!given) return 'no bitext for it was given';
  return clean === 0
    ? 'all of its bitext equals queries or documents'
    : 'of its bitext nothing is left to train on beside what is held out';
}
