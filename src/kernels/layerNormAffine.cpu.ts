import type { Floats } from './floats';

/** Float64 twin of `layerNormAffine`: gradients of `layerNorm` with respect to gamma and beta, `[d]`. */
export function layerNormAffineCpu(
  { dy, x, mean, rstd }: Record<'dy' | 'x' | 'mean' | 'rstd', Floats>,
  [n, d]: readonly [number, number],
): { gamma: Float64Array; beta: Float64Array } {
  const [gamma, beta] = [new Float64Array(d), new Float64Array(d)];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      gamma[j]! += dy[i * d + j]! * (x[i * d + j]! - mean[i]!) * rstd[i]!;
      beta[j]! += dy[i * d + j]!;
    }
  }
  return { gamma, beta };
}
