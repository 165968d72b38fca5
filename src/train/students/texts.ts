import { offsetsOf } from '../tokens';
import type { StudentInput, StudentTexts } from './types';

/** `[texts + 1]`: offsets of the vectors that a student gives for `texts`, special tokens left out. */
export function keptOffsets({ offsets, margin }: Pick<StudentTexts, 'offsets' | 'margin'>) {
  if (margin === 0) return offsets;
  const counts = new Uint32Array(offsets.length - 1);
  for (let text = 0; text < counts.length; text++)
    counts[text] = Math.max(0, offsets[text + 1]! - offsets[text]! - 2);
  return offsetsOf(counts);
}

/** Rows of the tokens that are not special, in their order. */
export function keptRows({ offsets }: Pick<StudentTexts, 'offsets'>): Uint32Array {
  const rows: number[] = [];
  for (let text = 0; text + 1 < offsets.length; text++)
    for (let row = offsets[text]! + 1; row < offsets[text + 1]! - 1; row++) rows.push(row);
  return Uint32Array.from(rows);
}

/** Texts `start` to `end` alone. */
export function sliceTexts(
  { offsets, margin, states, ids }: StudentTexts,
  [start, end]: readonly [number, number],
): StudentTexts {
  const tokens = offsets.at(-1) ?? 0;
  const [from, to] = [offsets[start]!, offsets[end]!];
  const width = states && tokens > 0 ? states.length / tokens : 0;
  return {
    offsets: offsets.slice(start, end + 1).map((offset) => offset - from),
    margin,
    ...(states && { states: states.subarray(from * width, to * width) }),
    ...(ids && { ids: ids.subarray(from, to) }),
  };
}

/**
 * @throws RangeError if offsets fall, or states or ids are missing or of another length than offsets say.
 */
export function checkTexts(texts: StudentTexts, reads: StudentInput, width: number): void {
  const { offsets, states, ids } = texts;
  if (offsets[0] !== 0)
    throw new RangeError(`student texts: offsets start with ${offsets[0]}, want 0`);
  for (let text = 0; text + 1 < offsets.length; text++)
    if (offsets[text + 1]! < offsets[text]!)
      throw new RangeError(
        `student texts: offsets fall from ${offsets[text]} to ${offsets[text + 1]} after text ${text}`,
      );
  const tokens = offsets.at(-1)!;
  if (reads === 'ids') {
    if (ids?.length !== tokens)
      throw new RangeError(`student texts: found ${ids?.length ?? 'no'} ids, want ${tokens}`);
  } else if (states?.length !== tokens * width) {
    const layer = reads === 'last' ? 'the last layer' : `layer ${reads}`;
    throw new RangeError(
      `student texts: found ${states?.length ?? 'no'} values of the states of ${layer}, ` +
        `want ${tokens} tokens x ${width}`,
    );
  }
}
