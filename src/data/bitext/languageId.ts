import { findLanguage, LANGUAGES } from '../languages';
import type { Language } from '../types';

/** Says whether a text may be of the language that it is given out for; undefined where it cannot be told. */
export type LanguageCheck = (text: string) => boolean | undefined;

/** Below it trigrams tell little: of 30 characters a third was taken for another language. */
const LEAST_CHARACTERS = 30;

/**
 * Share of the best score that the expected language must have. Measured on NTREX in eleven languages: 97 to 99 of
 * 100 right sentences pass, and at most 1.4 of 100 wrong ones (docs/decisions/0017).
 */
const LEAST_SHARE = 0.9;

/** franc's codes that differ from every spelling in `languages.ts`. */
const MORE_CODES: ReadonlyMap<Language, readonly string[]> = new Map([
  ['ms', ['zlm']],
  ['ps', ['pbu']],
]);

/** Letters of the scripts in which the library tells several languages apart; elsewhere script and language are one. */
const PROBES: ReadonlyMap<string, string> = new Map([
  ['Latn', 'abcdefghijklm'],
  ['Cyrl', 'абвгдежзийклм'],
  ['Arab', 'ابتثجحخدذرزسش'],
  ['Hebr', 'אבגדהוזחטיכלמ'],
  ['Deva', 'कखगघचछजझटठडढत'],
  ['Ethi', 'ሀለሐመሠረሰሸቀበተቸኀ'],
  ['Mymr', 'ကခဂဃငစဆဇဈဉညဋဌ'],
]);

const codesOf = (language: Language): readonly string[] => [
  ...(findLanguage(language)?.aliases ?? []),
  ...(MORE_CODES.get(language) ?? []),
];

/**
 * Gives the check of one language; the library and its 245 kB of trigrams are loaded at the first call. Only the
 * languages of `LANGUAGES` compete, so that close relatives which no corpus here has take nothing away.
 *
 * @returns undefined for a language that the library does not tell from others of its script.
 */
export async function languageCheck(language: Language): Promise<LanguageCheck | undefined> {
  const { francAll } = await import('franc');
  const own = codesOf(language);
  if (own.length === 0) return undefined;
  const probe = PROBES.get(findLanguage(language)?.script ?? '');
  if (probe !== undefined && francAll(probe, { only: [...own] })[0]?.[0] === 'und')
    return undefined;
  const only = LANGUAGES.flatMap(({ code }) => codesOf(code));
  return (text) => {
    if (text.length < LEAST_CHARACTERS) return undefined;
    const ranked = francAll(text, { only });
    if (ranked[0]?.[0] === 'und') return undefined;
    const score = ranked.find(([code]) => own.includes(code))?.[1];
    return score !== undefined && score >= LEAST_SHARE;
  };
}
