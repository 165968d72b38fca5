import type { HostValues } from '../types';

export interface NormSizes {
  readonly n: number;
  readonly k: number;
}

/** Rows of `x` `[n, k]` to mean 0 and variance 1, times gamma plus beta; sums in float64. */
export function layerNorm(
  { x, gamma, beta }: Record<'x' | 'gamma' | 'beta', HostValues>,
  { n, k }: NormSizes,
  epsilon: number,
  { y, mean, rstd }: Record<'y' | 'mean' | 'rstd', HostValues>,
): void {
  for (let i = 0; i < n; i++) {
    const row = i * k;
    let sum = 0;
    for (let j = 0; j < k; j++) sum += x[row + j]!;
    const centre = sum / k;
    let squares = 0;
    for (let j = 0; j < k; j++) {
      const from = x[row + j]! - centre;
      squares += from * from;
    }
    const scale = 1 / Math.sqrt(squares / k + epsilon);
    for (let j = 0; j < k; j++) y[row + j] = (x[row + j]! - centre) * scale * gamma[j]! + beta[j]!;
    mean[i] = centre;
    rstd[i] = scale;
  }
}

/**
 * `dx = rstd (g - mean g - xhat mean(g xhat))` with `g = gamma dy` and `xhat = (x - mean) rstd`; adds
 * `sum dy xhat` to `gammaInto` and `sum dy` to `betaInto`.
 */
export function layerNormBackward(
  { dy, x, gamma, mean, rstd }: Record<'dy' | 'x' | 'gamma' | 'mean' | 'rstd', HostValues>,
  { n, k }: NormSizes,
  { dx, gammaInto, betaInto }: { dx: HostValues; gammaInto?: HostValues; betaInto?: HostValues },
): void {
  const gammaSum = new Float64Array(k);
  const betaSum = new Float64Array(k);
  for (let i = 0; i < n; i++) {
    const row = i * k;
    const [centre, scale] = [mean[i]!, rstd[i]!];
    let [sum, along] = [0, 0];
    for (let j = 0; j < k; j++) {
      const up = dy[row + j]!;
      const unit = (x[row + j]! - centre) * scale;
      const g = up * gamma[j]!;
      sum += g;
      along += g * unit;
      gammaSum[j]! += up * unit;
      betaSum[j]! += up;
    }
    sum /= k;
    along /= k;
    for (let j = 0; j < k; j++) {
      const unit = (x[row + j]! - centre) * scale;
      dx[row + j] = scale * (dy[row + j]! * gamma[j]! - sum - unit * along);
    }
  }
  for (let j = 0; j < k; j++) {
    if (gammaInto) gammaInto[j]! += gammaSum[j]!;
    if (betaInto) betaInto[j]! += betaSum[j]!;
  }
}
