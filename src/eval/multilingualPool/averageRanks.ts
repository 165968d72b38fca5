/**
 * Ranks from 1, smallest value first; equal values share the average of the places they fill.
 *
 * @returns `[values]`.
 * @throws RangeError if a value is NaN or infinite.
 */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    const value = values[order[start]!]!;
    if (!Number.isFinite(value))
      throw new RangeError(`averageRanks: value ${order[start]} is ${value}`);
    let end = start + 1;
    while (end < order.length && values[order[end]!] === value) end++;
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
