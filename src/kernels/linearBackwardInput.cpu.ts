import type { Floats } from './floats';

/** Float64 twin of `linearBackwardInput`: `dx[i,p] = sum_j dy[i,j] w[j,p]`. */
export function linearBackwardInputCpu(
  { dy, w }: Record<'dy' | 'w', Floats>,
  [n, k, o]: readonly [number, number, number],
): Float64Array {
  const dx = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let p = 0; p < k; p++) {
      for (let j = 0; j < o; j++) dx[i * k + p]! += dy[i * o + j]! * w[j * k + p]!;
    }
  }
  return dx;
}
