import type { Floats } from './floats';

export interface LayerNormCpu {
  readonly y: Float64Array;
  readonly mean: Float64Array;
  readonly rstd: Float64Array;
}

/** Float64 twin of `layerNorm`: x `[n, d]`, gamma and beta `[d]`. */
export function layerNormCpu(
  { x, gamma, beta }: Record<'x' | 'gamma' | 'beta', Floats>,
  [n, d]: readonly [number, number],
  epsilon: number,
): LayerNormCpu {
  const [y, mean, rstd] = [new Float64Array(n * d), new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += x[i * d + j]! - x[i * d]!;
    mean[i] = x[i * d]! + sum / d;
    let square = 0;
    for (let j = 0; j < d; j++) square += (x[i * d + j]! - mean[i]!) ** 2;
    rstd[i] = 1 / Math.sqrt(square / d + epsilon);
    for (let j = 0; j < d; j++)
      y[i * d + j] = (x[i * d + j]! - mean[i]!) * rstd[i]! * gamma[j]! + beta[j]!;
  }
  return { y, mean, rstd };
}
