import type { CsrIndices } from './csr';

/** @throws RangeError unless `offsets` starts at 0, never falls and ends at `total`. */
export function assertOffsets(what: string, offsets: Uint32Array, total: number): void {
  if (offsets.length === 0 || offsets[0] !== 0 || offsets.at(-1) !== total)
    throw new RangeError(
      `rankQueries: offsets of ${what} must run from 0 to ${total}, got ${offsets[0]} to ${offsets.at(-1)}`,
    );
  for (let t = 1; t < offsets.length; t++)
    if (offsets[t]! < offsets[t - 1]!)
      throw new RangeError(`rankQueries: offsets of ${what} fall at ${t}`);
}

/** @throws RangeError unless `csr` has `rows` rows of indices below `documents`. */
export function assertCsr(
  what: string,
  { offsets, indices }: CsrIndices,
  rows: number,
  documents: number,
): void {
  if (offsets.length !== rows + 1)
    throw new RangeError(`rankQueries: ${what} must have ${rows} rows, got ${offsets.length - 1}`);
  assertOffsets(what, offsets, indices.length);
  for (const index of indices)
    if (index >= documents)
      throw new RangeError(`rankQueries: ${what} names document ${index} of ${documents}`);
}
