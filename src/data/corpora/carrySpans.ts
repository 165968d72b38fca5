import type { TextSpan } from '../slotsOfSpans';

/**
 * Carries spans of one text over to another that has the same characters with other white space: the tokens of a
 * sentence to the sentence, in any script. Offsets count UTF-16 units.
 *
 * @returns one span each, without white space at its ends; undefined where the texts differ in more, or a span is
 *   nothing but white space.
 */
export function carrySpans(
  spans: readonly TextSpan[],
  from: string,
  to: string,
): TextSpan[] | undefined {
  const places = placesOf(to);
  const source = placesOf(from);
  if (places.length !== source.length) return undefined;
  if (!source.every((at, k) => from[at] === to[places[k]!])) return undefined;
  // How many characters of `from` stand before each of its offsets.
  const before = new Uint32Array(from.length + 1);
  let count = 0;
  for (let at = 0; at < from.length; at++) {
    before[at] = count;
    if (source[count] === at) count += 1;
  }
  before[from.length] = count;
  const carried = spans.map(({ start, end }) => {
    const [first, last] = [before[start]!, before[end]! - 1];
    return last < first ? undefined : { start: places[first]!, end: places[last]! + 1 };
  });
  return carried.every((span) => span !== undefined) ? carried : undefined;
}

/** Finds words in a text, with any white space or none between them; undefined unless at exactly one place. */
export function findWords(words: readonly string[], text: string): TextSpan | undefined {
  const wanted = words.join('').replaceAll(/\s+/g, '');
  if (wanted === '') return undefined;
  const places = placesOf(text);
  const squeezed = places.map((at) => text[at]).join('');
  const at = squeezed.indexOf(wanted);
  if (at < 0 || squeezed.indexOf(wanted, at + 1) >= 0) return undefined;
  return { start: places[at]!, end: places[at + wanted.length - 1]! + 1 };
}

/** Where the units of a text are that are no white space. */
function placesOf(text: string): number[] {
  const places: number[] = [];
  for (let at = 0; at < text.length; at++) if (!/\s/.test(text[at]!)) places.push(at);
  return places;
}
