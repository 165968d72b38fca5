/** A stretch of a text: plain, in a slot, or a character that would not be seen. */
export interface TextPart {
  readonly key: number;
  readonly text: string;
  /** Name of the slot that it is in. */
  readonly slot: string | null;
  /** Name of the invisible character that `text` is. */
  readonly mark: string | null;
}

interface Span {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Characters that turn the text around them, or hide: shown by their abbreviations in Unicode. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ['\u00ad', 'SHY'],
  ['\u061c', 'ALM'],
  ['\u200b', 'ZWSP'],
  ['\u200e', 'LRM'],
  ['\u200f', 'RLM'],
  ['\u2028', 'LSEP'],
  ['\u2029', 'PSEP'],
  ['\u202a', 'LRE'],
  ['\u202b', 'RLE'],
  ['\u202c', 'PDF'],
  ['\u202d', 'LRO'],
  ['\u202e', 'RLO'],
  ['\u2060', 'WJ'],
  ['\u2066', 'LRI'],
  ['\u2067', 'RLI'],
  ['\u2068', 'FSI'],
  ['\u2069', 'PDI'],
  ['\ufeff', 'BOM'],
]);
// Joiners (U+200C, U+200D) are part of how Hindi and Persian are spelt and stay as they are.
const HIDDEN =
  /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]/gu;

/** Cuts a text at its slots, of overlapping ones at the first, and at characters that would not be seen. */
export function textParts(text: string, slots: readonly Span[] = []): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  const add = (end: number, slot: string | null) => {
    parts.push(...withMarks(text.slice(at, end), at, slot));
    at = end;
  };
  for (const { name, start, end } of slots.toSorted((a, b) => a.start - b.start)) {
    if (start < at || end > text.length || end <= start) continue;
    if (start > at) add(start, null);
    add(end, name);
  }
  if (at < text.length) add(text.length, null);
  return parts;
}

function withMarks(text: string, offset: number, slot: string | null): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  const add = (end: number, mark: string | null) => {
    if (end > at) parts.push({ key: offset + at, text: text.slice(at, end), slot, mark });
    at = end;
  };
  for (const { 0: character, index } of text.matchAll(HIDDEN)) {
    add(index, null);
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    add(index + 1, MARKS.get(character) ?? `U+${code}`);
  }
  add(text.length, null);
  return parts;
}
