import type { Floats } from './floats';

/** Float64 twin of `columnSum`: `y[j] = sum_i x[i,j]`. */
export function columnSumCpu(x: Floats, n: number, d: number): Float64Array {
  const y = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) y[j]! += x[i * d + j]!;
  }
  return y;
}
