import type { Floats } from './floats';

/** Float64 twin of `linearBackwardWeight`: `dw[j,p] = sum_i dy[i,j] x[i,p]`. */
export function linearBackwardWeightCpu(
  { dy, x }: Record<'dy' | 'x', Floats>,
  [n, k, o]: readonly [number, number, number],
): Float64Array {
  const dw = new Float64Array(o * k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < o; j++) {
      for (let p = 0; p < k; p++) dw[j * k + p]! += dy[i * o + j]! * x[i * k + p]!;
    }
  }
  return dw;
}
