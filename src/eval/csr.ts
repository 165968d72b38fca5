/**
 * Ragged lists of document indices, one row a query, in compressed form:
 * row `q` is `indices[offsets[q] .. offsets[q + 1])`, ascending, without repeats.
 */
export interface CsrIndices {
  /** `[rows + 1]`, starts with 0, never falls. */
  readonly offsets: Uint32Array;
  /** `[offsets[rows]]`. */
  readonly indices: Uint32Array;
}

/** Packs `rows` (each ascending and without repeats) one after the other. */
export function packCsr(rows: readonly ArrayLike<number>[]): CsrIndices {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, q) => {
    offsets[q + 1] = offsets[q]! + row.length;
  });
  const indices = new Uint32Array(offsets[rows.length]!);
  rows.forEach((row, q) => {
    indices.set(row, offsets[q]!);
  });
  return { offsets, indices };
}

/**
 * Row `q` as a view, not a copy.
 *
 * @throws RangeError if there is no row `q`.
 */
export function csrRow(csr: CsrIndices, q: number): Uint32Array {
  if (!(Number.isInteger(q) && q >= 0 && q < csr.offsets.length - 1))
    throw new RangeError(`csrRow: row must be in [0, ${csr.offsets.length - 1}), got ${q}`);
  return csr.indices.subarray(csr.offsets[q]!, csr.offsets[q + 1]!);
}
