import type { Floats } from './floats';

/** Float64 twin of `scatterAddRows`: adds row r of dy to row `rows[r]` of `into`, in place. */
export function scatterAddRowsCpu(dy: Floats, rows: Uint32Array, into: Floats, d: number): void {
  rows.forEach((row, r) => {
    if (row >= into.length / d) return;
    for (let j = 0; j < d; j++) into[row * d + j]! += dy[r * d + j]!;
  });
}
