import { findLanguage } from '../data';

/** The English name of a language, or its code where it is unknown. */
export function languageLabel(code: string): string {
  return findLanguage(code)?.name ?? code;
}
