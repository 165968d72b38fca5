import type { SlotSpan } from '../types';
import { carrySpans, findWords } from './carrySpans';
import type { FlatSlot } from './flatForm';

/** A slot with its place in the annotated text. */
export interface AnnotatedSlot extends FlatSlot {
  readonly start: number;
  readonly end: number;
}

/** Slots of a text, and what could not be placed. */
export interface PlacedSlots {
  /** In the order of the text. */
  readonly slots: readonly SlotSpan[];
  /** Whether the annotated text is the text, up to white space. */
  readonly isSame: boolean;
  readonly unplaced: readonly FlatSlot[];
}

/**
 * Places slots of an annotated text (tokens, or a text with brackets taken out) in the text itself. Where the two differ
 * in more than white space, a slot is placed only if its words stand at exactly one place; it is never guessed.
 */
export function placeSlots(
  annotated: string,
  slots: readonly AnnotatedSlot[],
  text: string,
): PlacedSlots {
  const filled = slots.filter(({ words }) => words.some((word) => word.trim() !== ''));
  const carried = carrySpans(filled, annotated, text);
  const spans = filled.map((slot, k) => carried?.[k] ?? findWords(slot.words, text));
  const placed = filled.flatMap(({ name }, k) => {
    const span = spans[k];
    return span ? [{ name, start: span.start, end: span.end }] : [];
  });
  return {
    slots: placed.sort((a, b) => a.start - b.start),
    isSame: carried !== undefined,
    unplaced: filled.filter((_, k) => !spans[k]),
  };
}
