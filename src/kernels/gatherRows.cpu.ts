/** Host twin of `gatherRows`; a copy, so float64 adds nothing. */
export function gatherRowsCpu(x: Float32Array, rows: Uint32Array, d: number): number[] {
  const n = x.length / d;
  return [...rows].flatMap((row) =>
    Array.from({ length: d }, (_, j) => (row < n ? x[row * d + j]! : 0)),
  );
}
