import type { TreeNode } from './parseTree';
import { topSlots, treeWords } from './parseTree';
import type { SlotSpan } from './types';

/** A token of MTOP's column 8 with its place in the utterance, in the unit of the slot offsets. */
export interface TokenSpan {
  readonly token: string;
  readonly start: number;
  readonly length: number;
}

/** What decides the unit of the slot offsets: the parse and the tokens of the same row. */
export interface SpanEvidence {
  readonly text: string;
  /** Undefined where the parse does not parse. */
  readonly tree: TreeNode | undefined;
  readonly tokens: readonly TokenSpan[];
}

/** `toUtf16[offset]` is the UTF-16 offset, or undefined inside a character. */
type OffsetMap = readonly (number | undefined)[];

/**
 * Gives slot spans in UTF-16 offsets. The official files count UTF-8 bytes (two public readers of them say so),
 * other packagings characters, so the unit is decided per row among UTF-16, code points and bytes: the first in
 * which every slot equals the parse's words; failing that, the one in which most slots and tokens equal their own
 * text, the first of these where equal. A unit counts only if all spans lie on character borders inside the text.
 *
 * @returns undefined if the spans fit in no unit, or one is empty or reversed.
 */
export function resolveSpans(
  spans: readonly SlotSpan[],
  evidence: SpanEvidence,
): SlotSpan[] | undefined {
  if (spans.length === 0) return [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII text has the same offsets in every unit.
  const ascii = /^[\x00-\x7f]*$/.test(evidence.text);
  const units = ascii ? [utf16Units] : [utf16Units, codePoints, utf8Bytes];
  let best: { score: number; spans: SlotSpan[] } | undefined;
  for (const sizeOf of units) {
    const map = offsetMap(evidence.text, sizeOf);
    const mapped = mapSpans(spans, map);
    if (!mapped) continue;
    const slots = matchingSlots(mapped, evidence);
    if (slots === mapped.length || units.length === 1) return mapped;
    const score = slots + matchingTokens(map, evidence);
    if (!best || score > best.score) best = { score, spans: mapped };
  }
  return best?.spans;
}

const utf16Units = (character: string): number => character.length;
const codePoints = (): number => 1;

function utf8Bytes(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function offsetMap(text: string, sizeOf: (character: string) => number): OffsetMap {
  const map: (number | undefined)[] = [];
  let at = 0;
  for (const character of text) {
    map.push(at);
    for (let i = 1; i < sizeOf(character); i++) map.push(undefined);
    at += character.length;
  }
  map.push(at);
  return map;
}

function mapSpans(spans: readonly SlotSpan[], map: OffsetMap): SlotSpan[] | undefined {
  const mapped: SlotSpan[] = [];
  for (const { name, start, end } of spans) {
    const from = map[start];
    const to = map[end];
    if (from === undefined || to === undefined || from >= to) return undefined;
    mapped.push({ name, start: from, end: to });
  }
  return mapped;
}

/** Slots agree with the parse up to white space (Thai is segmented only in the parse) and case. */
function matchingSlots(spans: readonly SlotSpan[], { text, tree }: SpanEvidence): number {
  const wanted = new Set(
    (tree ? topSlots(tree) : []).map(
      (slot) => `${slot.label} ${squeeze(treeWords(slot).join(''))}`,
    ),
  );
  return spans.filter(({ name, start, end }) =>
    wanted.has(`${name} ${squeeze(text.slice(start, end))}`),
  ).length;
}

function matchingTokens(map: OffsetMap, { text, tokens }: SpanEvidence): number {
  return tokens.filter(({ token, start, length }) => {
    const found = text.slice(map[start] ?? 0, map[start + length] ?? 0);
    return found === token || squeeze(found) === squeeze(token);
  }).length;
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, '').toLowerCase();
}
