/** Host twin of `scatterRows`; a copy, so float64 adds nothing. Returns the changed copy of `out`. */
export function scatterRowsCpu(
  x: Float32Array,
  rows: Uint32Array,
  out: Float32Array,
  d: number,
): Float32Array {
  const changed = out.slice();
  rows.forEach((row, r) => {
    if (row < out.length / d) changed.set(x.subarray(r * d, (r + 1) * d), row * d);
  });
  return changed;
}
