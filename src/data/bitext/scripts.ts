import { findLanguage } from '../languages';
import type { Language } from '../types';

/** Unicode scripts that are told apart; letters of all others are `Other`. */
export const SCRIPTS = [
  'Other',
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thai',
  'Lao',
  'Myanmar',
  'Khmer',
  'Georgian',
  'Armenian',
  'Ethiopic',
  'Hangul',
  'Hiragana',
  'Katakana',
  'Han',
  'Mongolian',
] as const;

export type Script = (typeof SCRIPTS)[number];

/** ISO 15924 as `languages.ts` has it, to the Unicode scripts that text of it is written in. */
const UNICODE_SCRIPTS: ReadonlyMap<string, readonly Script[]> = new Map([
  ['Latn', ['Latin']],
  ['Cyrl', ['Cyrillic']],
  ['Grek', ['Greek']],
  ['Arab', ['Arabic']],
  ['Hebr', ['Hebrew']],
  ['Deva', ['Devanagari']],
  ['Beng', ['Bengali']],
  ['Guru', ['Gurmukhi']],
  ['Gujr', ['Gujarati']],
  ['Taml', ['Tamil']],
  ['Telu', ['Telugu']],
  ['Knda', ['Kannada']],
  ['Mlym', ['Malayalam']],
  ['Sinh', ['Sinhala']],
  ['Thai', ['Thai']],
  ['Laoo', ['Lao']],
  ['Mymr', ['Myanmar']],
  ['Khmr', ['Khmer']],
  ['Geor', ['Georgian']],
  ['Armn', ['Armenian']],
  ['Ethi', ['Ethiopic']],
  ['Kore', ['Hangul', 'Han']],
  ['Jpan', ['Hiragana', 'Katakana', 'Han']],
  ['Hans', ['Han']],
  ['Hant', ['Han']],
]);

/** Languages that are printed in a second script as well. */
const SECOND: ReadonlyMap<Language, Script> = new Map([
  ['az', 'Cyrillic'],
  ['bs', 'Cyrillic'],
  ['kk', 'Latin'],
  ['mn', 'Mongolian'],
  ['pa', 'Arabic'],
  ['sr', 'Latin'],
  ['uz', 'Cyrillic'],
]);

/** The scripts that text of a language is expected in; none for an unknown language. */
export function expectedScripts(language: Language): readonly Script[] {
  const info = findLanguage(language);
  if (!info) return [];
  const second = SECOND.get(info.code);
  return [...(UNICODE_SCRIPTS.get(info.script) ?? []), ...(second ? [second] : [])];
}

let table: Uint8Array | undefined;

/** Script of every BMP code unit: its place in `SCRIPTS` + 1; 0 for what is no letter, mark or surrogate. */
function scriptTable(): Uint8Array {
  if (table) return table;
  table = new Uint8Array(2 ** 16);
  const units = Array.from({ length: 2 ** 16 }, (_, unit) => unit);
  const text =
    String.fromCharCode(...units.slice(0, 0x4000)) +
    [1, 2, 3]
      .map((part) => String.fromCharCode(...units.slice(part * 0x4000, part * 0x4000 + 0x4000)))
      .join('');
  const mark = (pattern: RegExp, code: number) => {
    for (const { index, 0: run } of text.matchAll(pattern))
      table?.fill(code, index, index + run.length);
  };
  // Without the flag u a surrogate is a unit of its own, which no script has.
  mark(/[^\ud800-\udfff]+/g, 0);
  SCRIPTS.forEach((script, at) => {
    const letters = script === 'Other' ? '[\\p{L}]' : `[\\p{Script=${script}}&&[\\p{L}\\p{M}]]`;
    mark(new RegExp(`${letters}+`, 'gv'), at + 1);
  });
  return table;
}

/** Counts of one text. */
export interface TextCount {
  /** Code points. */
  characters: number;
  letters: number;
}

/**
 * Adds the letters of a text to `scripts`, by place in `SCRIPTS`, and gives its length. Ideographs beyond the BMP are
 * Han, everything else there is no letter.
 */
export function countScripts(text: string, scripts: Float64Array): TextCount {
  const codes = scriptTable();
  const count = { characters: 0, letters: 0 };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xdc00 && unit < 0xe000) continue;
    count.characters += 1;
    // Planes 2 and 3 begin with these.
    const code = unit >= 0xd840 && unit < 0xd900 ? HAN : codes[unit]!;
    if (code === 0) continue;
    count.letters += 1;
    scripts[code - 1]! += 1;
  }
  return count;
}

const HAN = SCRIPTS.indexOf('Han') + 1;
