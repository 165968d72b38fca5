import type { Floats } from './floats';

/** Float64 twin of `layerNormBackward`: the gradient of `layerNorm` with respect to x, `[n, d]`. */
export function layerNormBackwardCpu(
  { dy, x, gamma, mean, rstd }: Record<'dy' | 'x' | 'gamma' | 'mean' | 'rstd', Floats>,
  [n, d]: readonly [number, number],
): Float64Array {
  const dx = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const unit = (j: number) => (x[i * d + j]! - mean[i]!) * rstd[i]!;
    let [sum, along] = [0, 0];
    for (let j = 0; j < d; j++) {
      sum += dy[i * d + j]! * gamma[j]!;
      along += dy[i * d + j]! * gamma[j]! * unit(j);
    }
    for (let j = 0; j < d; j++)
      dx[i * d + j] = rstd[i]! * (dy[i * d + j]! * gamma[j]! - sum / d - (unit(j) * along) / d);
  }
  return dx;
}
