import type { SlotSpan } from './types';

/** A stretch of a text in UTF-16 units, end exclusive. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * The slot of each span (a token or a word): a slot that it overlaps by at least one unit. Of nested slots the
 * innermost wins; of others the one that it overlaps more, then the earlier.
 *
 * @param slots of the same text.
 * @returns name of each span's slot, null outside all slots and for an empty span.
 */
export function slotsOfSpans(
  spans: readonly TextSpan[],
  slots: readonly SlotSpan[],
): (string | null)[] {
  return spans.map((span) => {
    const touched = slots.filter((slot) => overlap(span, slot) > 0);
    const innermost = touched.filter((slot) => !touched.some((other) => isInside(other, slot)));
    const [best] = innermost.sort(
      (one, other) => overlap(span, other) - overlap(span, one) || one.start - other.start,
    );
    return best?.name ?? null;
  });
}

function overlap(one: TextSpan, other: TextSpan): number {
  return Math.min(one.end, other.end) - Math.max(one.start, other.start);
}

function isInside(inner: TextSpan, outer: TextSpan): boolean {
  const length = ({ start, end }: TextSpan) => end - start;
  return inner.start >= outer.start && inner.end <= outer.end && length(inner) < length(outer);
}
