import { type TreeNode, topSlots, treeWords } from '../parseTree';
import type { SlotSpan } from '../types';

/** The slots found in an utterance, and those whose words were not found or not at one place only. */
export interface LocatedSlots {
  /** Ordered by start. */
  readonly slots: readonly SlotSpan[];
  readonly missing: readonly {
    readonly name: string;
    readonly words: string;
    readonly places: number;
  }[];
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Wanted {
  readonly name: string;
  readonly words: readonly string[];
  places: SlotSpan[];
}

/**
 * Finds the root's slots in a tokenised utterance by their words.
 *
 * The parse of a translation keeps the English order and may change case or leave words out, so the order says
 * nothing: a slot is placed only where its words stand, adjacent and unchanged, at exactly one place that no
 * other placed slot covers. Equal slots at as many places as there are of them are placed in order. Anything
 * else is `missing`, never guessed.
 */
export function locateSlots(text: string, tree: TreeNode): LocatedSlots {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
  let open: Wanted[] = topSlots(tree).map((slot) => {
    const wanted = treeWords(slot);
    return { name: slot.label, words: wanted, places: placesOf(slot.label, wanted, words) };
  });
  const slots: SlotSpan[] = [];
  for (;;) {
    const placed = nextPlaced(open);
    if (!placed) break;
    slots.push(...placed.spans);
    open = open.filter((wanted) => !placed.wanted.includes(wanted));
    for (const wanted of open)
      wanted.places = wanted.places.filter(
        (place) => !placed.spans.some((span) => overlap(span, place)),
      );
  }
  return {
    slots: slots.sort((a, b) => a.start - b.start),
    missing: open.map(({ name, words, places }) => ({
      name,
      words: words.join(' '),
      places: places.length,
    })),
  };
}

function nextPlaced(open: readonly Wanted[]): { wanted: Wanted[]; spans: SlotSpan[] } | undefined {
  for (const first of open) {
    if (first.places.length === 0) continue;
    const wanted = open.filter(
      (other) => other.name === first.name && other.words.join(' ') === first.words.join(' '),
    );
    const disjoint = first.places.every((place, i) =>
      first.places.every((other, j) => i === j || !overlap(place, other)),
    );
    if (wanted.length === first.places.length && disjoint) return { wanted, spans: first.places };
  }
  return undefined;
}

function placesOf(name: string, wanted: readonly string[], words: readonly Word[]): SlotSpan[] {
  const places: SlotSpan[] = [];
  if (wanted.length === 0) return places;
  for (let at = 0; at + wanted.length <= words.length; at++) {
    if (!wanted.every((word, i) => words[at + i]?.text === word)) continue;
    places.push({
      name,
      start: words[at]?.start ?? 0,
      end: words[at + wanted.length - 1]?.end ?? 0,
    });
  }
  return places;
}

function overlap(a: SlotSpan, b: SlotSpan): boolean {
  return a.start < b.end && b.start < a.end;
}
