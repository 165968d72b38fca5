import type { TreeNode } from '../parseTree';
import { slotNodes, topSlots, treeWords } from '../parseTree';
import type { SlotSpan } from '../types';

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

/** What offsets may count. */
export type OffsetUnit = 'UTF-16 units' | 'code points' | 'UTF-8 bytes';

/** Slot spans in UTF-16 offsets. */
export interface ResolvedSpans {
  readonly spans: readonly SlotSpan[];
  /** What the file's offsets count. */
  readonly unit: OffsetUnit;
  /** Those that do not begin and end where tokens do; none where the tokens' own places are unknown. */
  readonly torn: readonly SlotSpan[];
}

/** `toUtf16[offset]` is the UTF-16 offset, or undefined inside a character. */
type OffsetMap = readonly (number | undefined)[];

/**
 * Gives slot spans in UTF-16 offsets. The official files count UTF-8 bytes (two public readers of them say so),
 * other packagings characters, so the unit is decided per row among UTF-16, code points and bytes: the one in which
 * most slots equal the parse's words and most tokens their own text; of equals the one in which most slots begin and
 * end where words do (a quote mark may stand inside a word at the same offset in another unit), then the first.
 * A unit counts only if all spans lie on character borders inside the text.
 *
 * @returns undefined if the spans fit in no unit, or one is empty or reversed.
 */
export function resolveSpans(
  spans: readonly SlotSpan[],
  evidence: SpanEvidence,
): ResolvedSpans | undefined {
  if (spans.length === 0) return { spans: [], unit: 'UTF-16 units', torn: [] };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII text has the same offsets in every unit.
  const ascii = /^[\x00-\x7f]*$/.test(evidence.text);
  const units = ascii ? UNITS.slice(0, 1) : UNITS;
  let best: { score: number; found: ResolvedSpans } | undefined;
  for (const [unit, sizeOf] of units) {
    const map = offsetMap(evidence.text, sizeOf);
    const mapped = mapSpans(spans, map);
    if (!mapped) continue;
    const matches = matchingSlots(mapped, evidence) + matchingTokens(map, evidence);
    // The share of whole words is below 1: it settles equals only.
    const score = matches + wholeWords(mapped, evidence.text) / (mapped.length + 1);
    if (best && score <= best.score) continue;
    best = { score, found: { spans: mapped, unit, torn: tornSpans(mapped, map, evidence) } };
  }
  return best?.found;
}

/** Whether every span is a slot of the tree, and every slot directly below its root a span. */
export function agreesWithTree(spans: readonly SlotSpan[], text: string, tree: TreeNode): boolean {
  const keys = spans.map(({ name, start, end }) => `${name} ${squeeze(text.slice(start, end))}`);
  const all = new Set(slotNodes(tree).map(keyOf));
  return keys.every((key) => all.has(key)) && topSlots(tree).every((s) => keys.includes(keyOf(s)));
}

const UNITS: readonly (readonly [OffsetUnit, (character: string) => number])[] = [
  ['UTF-16 units', (character) => character.length],
  ['code points', () => 1],
  ['UTF-8 bytes', utf8Bytes],
];

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
  const wanted = new Set((tree ? slotNodes(tree) : []).map(keyOf));
  return spans.filter(({ name, start, end }) =>
    wanted.has(`${name} ${squeeze(text.slice(start, end))}`),
  ).length;
}

/** How many spans stand between white space or the ends of the text, as Thai ones seldom do. */
function wholeWords(spans: readonly SlotSpan[], text: string): number {
  const isBorder = (at: number) => /^\s?$/.test(text.charAt(at));
  return spans.filter(({ start, end }) => isBorder(start - 1) && isBorder(end)).length;
}

function keyOf(slot: TreeNode): string {
  return `${slot.label} ${squeeze(treeWords(slot).join(''))}`;
}

function matchingTokens(map: OffsetMap, { text, tokens }: SpanEvidence): number {
  return tokens.filter(({ token, start, length }) => {
    const found = text.slice(map[start] ?? 0, map[start + length] ?? 0);
    return found === token || squeeze(found) === squeeze(token);
  }).length;
}

function tornSpans(spans: readonly SlotSpan[], map: OffsetMap, evidence: SpanEvidence): SlotSpan[] {
  const { tokens } = evidence;
  // Tokens without places, or with places in another unit, say nothing about borders.
  if (tokens.length === 0 || matchingTokens(map, evidence) < tokens.length) return [];
  const starts = new Set(tokens.map(({ start }) => map[start]));
  const ends = new Set(tokens.map(({ start, length }) => map[start + length]));
  return spans.filter(({ start, end }) => !starts.has(start) || !ends.has(end));
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, '').toLowerCase();
}
