/** Scripts that are told apart, by their Unicode names; a letter of another one is `other`. */
const SCRIPTS = [
  ...['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Gurmukhi'],
  ...['Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao'],
  ...['Khmer', 'Myanmar', 'Tibetan', 'Georgian', 'Armenian', 'Ethiopic', 'Hangul', 'Hiragana'],
  ...['Katakana', 'Han', 'Mongolian', 'Thaana'],
].map((name) => ({ name, pattern: new RegExp(`\\p{Script_Extensions=${name}}`, 'u') }));

const LETTER = /\p{L}/u;
const known = new Map<number, string | null>();

/** Gives the script of a letter; null for what is no letter. @see Unicode 16, UAX #24 */
export function scriptOf(codePoint: number): string | null {
  const before = known.get(codePoint);
  if (before !== undefined) return before;
  const character = String.fromCodePoint(codePoint);
  const script = LETTER.test(character)
    ? (SCRIPTS.find(({ pattern }) => pattern.test(character))?.name ?? 'other')
    : null;
  known.set(codePoint, script);
  return script;
}
