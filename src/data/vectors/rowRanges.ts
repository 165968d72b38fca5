import { arrayError, readIntegers, showArray } from './readArray';
import type { ArrayHeader, ArrayStore } from './types';

/** Which rows of the stored array are vectors of tokens, and which text each is of. */
export interface RowRanges {
  /** [texts + 1], in kept rows. */
  readonly offsets: Uint32Array;
  /** Stored rows that are kept, as stretches `[start, end)` in order. */
  readonly kept: readonly (readonly [number, number])[];
}

/** All rows in order, text by text. */
export function rangesOfOffsets(
  offsets: ArrayLike<number>,
  rows: number,
  fail: (detail: string) => Error,
): RowRanges {
  const last = offsets.length - 1;
  const wrong = (at: number, wanted: string) =>
    fail(`entry ${at} is ${offsets[at]}, wanted ${wanted}`);
  if (last < 0) throw wrong(0, 'one offset more than there are texts');
  if (offsets[0] !== 0) throw wrong(0, '0');
  for (let at = 1; at <= last; at++)
    if (!(offsets[at]! >= offsets[at - 1]!)) throw wrong(at, `at least ${offsets[at - 1]}`);
  if (offsets[last] !== rows) throw wrong(last, `${rows}, the number of tokens`);
  return { offsets: Uint32Array.from(offsets), kept: [[0, rows]] };
}

/** Of texts padded to `length` rows each: the first `lengths[t]` rows of text `t`; without padding all in a row. */
export function rangesOfLengths(
  lengths: ArrayLike<number>,
  padded: { readonly texts: number; readonly length: number } | undefined,
  rows: number,
  fail: (detail: string) => Error,
): RowRanges {
  const texts = padded?.texts ?? lengths.length;
  if (lengths.length !== texts) throw fail(`found ${lengths.length} lengths, wanted ${texts}`);
  const offsets = new Uint32Array(texts + 1);
  const kept: [number, number][] = [];
  for (let text = 0; text < texts; text++) {
    const length = lengths[text]!;
    const most = padded?.length ?? rows;
    if (!(length >= 0 && length <= most))
      throw fail(`entry ${text} is ${length}, wanted a length from 0 to ${most}`);
    const end = offsets[text]! + length;
    if (!padded && end > rows) throw fail(`entry ${text} is ${length}, wanted ${rows} in all`);
    offsets[text + 1] = end;
    const first = padded ? text * padded.length : offsets[text]!;
    if (length > 0) kept.push([first, first + length]);
  }
  if (!padded && offsets[texts] !== rows)
    throw fail(`found ${offsets[texts]} tokens in all, wanted ${rows}, the number of rows`);
  return { offsets, kept };
}

/** Of padded texts: the rows where the mask [texts, length] is not 0, which need not be the first ones. */
export async function rangesOfMask(
  store: ArrayStore,
  mask: ArrayHeader,
  texts: number,
  length: number,
): Promise<RowRanges> {
  const [a, b] = mask.shape;
  if (mask.shape.length !== 2 || a !== texts || b !== length)
    throw arrayError(
      store,
      mask.name,
      `found ${showArray(mask)}, wanted integers (${texts}, ${length})`,
    );
  const values = await readIntegers(store, mask);
  const offsets = new Uint32Array(texts + 1);
  const kept: [number, number][] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value !== 0 && value !== 1)
      throw arrayError(store, mask.name, `entry ${row} is ${value}, wanted 0 or 1`);
    if (value === 1) {
      const last = kept.at(-1);
      if (last?.[1] === row) kept[kept.length - 1] = [last[0], row + 1];
      else kept.push([row, row + 1]);
    }
    const text = Math.floor(row / length);
    offsets[text + 1] = (row % length === 0 ? offsets[text]! : offsets[text + 1]!) + value;
  }
  if (length === 0) offsets.fill(0);
  return { offsets, kept };
}
