import type { Floats } from './floats';

/** Float64 twin of `linear`: `y[i,j] = sum_p x[i,p] w[j,p] + bias[j] + addend[i,j]`. */
export function linearCpu(
  { x, w, bias, addend }: Record<'x' | 'w' | 'bias' | 'addend', Floats>,
  [n, k, o]: readonly [number, number, number],
): Float64Array {
  const y = new Float64Array(n * o);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < o; j++) {
      let sum = bias[j]! + addend[i * o + j]!;
      for (let p = 0; p < k; p++) sum += x[i * k + p]! * w[j * k + p]!;
      y[i * o + j] = sum;
    }
  }
  return y;
}
