import { assertMatrix, type PlanMatrix } from './matrix';

/** A sparse matrix, row by row: row `i` owns entries `offsets[i]` to `offsets[i + 1]`, end exclusive. */
export interface SparseRows {
  /** [n + 1]. */
  readonly offsets: Uint32Array;
  /** [entries], columns; within a row by value, largest first. */
  readonly columns: Uint32Array;
  /** [entries]. */
  readonly values: Float64Array;
}

/**
 * The k largest entries of each row, largest first, as compressed sparse rows. Of equals the lowest column
 * wins. Entries of exactly 0 are left out, so a row may have fewer than k.
 *
 * @param plan [n, m], no entry negative.
 * @param k whole number >= 1; rows with fewer entries give all of them.
 * @throws ShapeError if `plan` is not n * m long; RangeError if k is no such number.
 */
export function topK(plan: PlanMatrix, n: number, m: number, k: number): SparseRows {
  assertMatrix('topK', plan, n, m);
  if (!(Number.isInteger(k) && k >= 1))
    throw new RangeError(`topK: k must be a whole number >= 1, got ${k}`);
  const offsets = new Uint32Array(n + 1);
  const columns = new Uint32Array(n * Math.min(k, m));
  let used = 0;
  for (let i = 0; i < n; i++) {
    const row = plan.subarray(i * m, (i + 1) * m);
    const present = Array.from(row.keys()).filter((j) => row[j] !== 0);
    present.sort((one, other) => row[other]! - row[one]! || one - other);
    for (const j of present.slice(0, k)) columns[used++] = j;
    offsets[i + 1] = used;
  }
  const values = new Float64Array(used);
  for (let i = 0; i < n; i++)
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) values[at] = plan[i * m + columns[at]!]!;
  return { offsets, columns: columns.slice(0, used), values };
}
