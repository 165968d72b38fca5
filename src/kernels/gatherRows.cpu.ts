import type { Floats } from './floats';

/** Host twin of `gatherRows`; a copy, so float64 adds nothing. */
export function gatherRowsCpu(x: Floats, rows: Uint32Array, d: number): number[] {
  const n = x.length / d;
  return [...rows].flatMap((row) =>
    Array.from({ length: d }, (_, j) => (row < n ? x[row * d + j]! : 0)),
  );
}
