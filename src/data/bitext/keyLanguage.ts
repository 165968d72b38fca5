import { findLanguage, LANGUAGES } from '../languages';
import type { Language } from '../types';

const BY_NAME = new Map<string, Language>();
for (const { code, name } of LANGUAGES) {
  // `Chinese (Simplified)` goes by `chinese`; the first of two wins.
  const word = name.toLowerCase().split(' ')[0] ?? '';
  if (!BY_NAME.has(word)) BY_NAME.set(word, code);
}

const TEXT_WORDS = 'text|sentence|sent|translation|utterance|segment|source|target|src|tgt';
const AFFIXED = new RegExp(`^(?:(?:${TEXT_WORDS})[ _.-](.+)|(.+)[ _.-](?:${TEXT_WORDS}))$`, 'i');

/** Gives the language that a word of prose names: `Swahili`, `chinese`. */
export function languageOfName(word: string): Language | undefined {
  return BY_NAME.get(word.trim().toLowerCase());
}

/**
 * Gives the language that a column or key names: `en`, `swh`, `pt_BR`, `eng_Latn` (FLORES), `Swahili`, `text_en`,
 * `sw_sentence`.
 */
export function languageOfKey(key: string): Language | undefined {
  const word = key.trim();
  const affixed = AFFIXED.exec(word);
  for (const part of [word, affixed?.[1], affixed?.[2]]) {
    if (part === undefined) continue;
    const found =
      findLanguage(part.replace(/[_-][A-Z][a-z]{3}$/, ''))?.code ?? languageOfName(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
