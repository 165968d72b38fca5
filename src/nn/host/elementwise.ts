import { dropoutKeeps, dropoutStream, dropoutThreshold, normalCdf } from '../../kernels';
import type { AdamRates } from '../../wasm';
import type { AdamUpdate, HostValues } from '../types';

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** `out = x + scale * y`; `out` may be `x`. */
export function addScaled(x: HostValues, y: HostValues, scale: number, out: HostValues): void {
  for (let i = 0; i < out.length; i++) out[i] = x[i]! + scale * y[i]!;
}

/** Exact GELU by the distribution function to 1e-15. */
export function geluExact(x: HostValues, out: HostValues): void {
  for (let i = 0; i < out.length; i++) out[i] = x[i]! * normalCdf(x[i]!);
}

export function geluBackwardExact(x: HostValues, dy: HostValues, out: HostValues): void {
  for (let i = 0; i < out.length; i++) {
    const value = x[i]!;
    const density = Math.exp((-value * value) / 2) / ROOT_TWO_PI;
    out[i] = dy[i]! * (normalCdf(value) + value * density);
  }
}

/** See `NnOps.dropout`. @throws RangeError if `rate` is outside [0, 1). */
export function dropout(x: HostValues, rate: number, seed: number, out: HostValues): void {
  const [stream, threshold] = [dropoutStream(seed), dropoutThreshold(rate)];
  const keep = 1 / (1 - rate);
  for (let i = 0; i < out.length; i++)
    out[i] = dropoutKeeps(i, stream, threshold) ? keep * x[i]! : 0;
}

/** Gradients count as at most this, as in the kernel `adam`: their squares stay finite. */
const CEILING = 1e16;
/** Entries of a norm count as at most this, as in the kernel `sumSquares`. */
const NORM_CEILING = 1e15;
/** What becomes of a weight whose gradient is not finite, as in the kernel `adam`. */
const LOST = 1e30;
const LARGEST = 3.4028234663852886e38;

export function sumOfSquares(arrays: readonly HostValues[]): number {
  let sum = 0;
  for (const values of arrays) {
    // Four chains of additions, which the processor runs side by side.
    let [a, b, c, d] = [0, 0, 0, 0];
    let i = 0;
    for (; i + 4 <= values.length; i += 4) {
      a += squared(values[i]!);
      b += squared(values[i + 1]!);
      c += squared(values[i + 2]!);
      d += squared(values[i + 3]!);
    }
    for (; i < values.length; i++) a += squared(values[i]!);
    sum += a + b + (c + d);
  }
  return Math.min(sum, LARGEST);
}

function squared(value: number): number {
  const square = value * value;
  // False for a NaN, which thereby counts as the largest; Math.min took three times as long.
  if (square <= NORM_CEILING * NORM_CEILING) return square;
  return NORM_CEILING * NORM_CEILING;
}

/** What the gradient is multiplied by: `scale`, less where its norm is cut. */
export function gradientScale({ scale = 1, clip }: AdamUpdate, sum: number): number {
  if (!clip) return scale;
  const norm = Math.abs(scale) * Math.sqrt(sum);
  return norm > clip.maxNorm ? (scale * clip.maxNorm) / norm : scale;
}

/** @throws RangeError for a step that is no whole number from 1 on, rates that are not finite, or pull without start. */
export function assertUpdate(update: AdamUpdate): void {
  const { learningRate, step, start, clip, pull = 0, weightDecay = 0, scale = 1 } = update;
  const maxNorm = clip?.maxNorm ?? 1;
  for (const [name, value] of Object.entries({ learningRate, pull, weightDecay, scale, maxNorm }))
    if (!Number.isFinite(value)) throw new RangeError(`adam: ${name} must be finite, got ${value}`);
  if (!(Number.isInteger(step) && step >= 1))
    throw new RangeError(`adam: step must be a whole number from 1 on, got ${step}`);
  if (maxNorm <= 0) throw new RangeError(`adam: maxNorm must be above 0, got ${maxNorm}`);
  if (pull !== 0 && !start) throw new RangeError('adam: pull needs start');
}

export interface AdamArrays {
  readonly w: HostValues;
  readonly m: HostValues;
  readonly v: HostValues;
  readonly gradient: HostValues;
  readonly start?: HostValues | undefined;
}

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** What one step needs beside the arrays; `factor` is `gradientScale`. */
export function adamRates(
  { learningRate, step, pull = 0, weightDecay = 0 }: AdamUpdate,
  factor: number,
): AdamRates {
  return {
    beta1: BETA_1,
    beta2: BETA_2,
    factor,
    pull,
    kept: 1 - learningRate * weightDecay,
    rate: learningRate / (1 - BETA_1 ** step),
    spread: 1 / Math.sqrt(1 - BETA_2 ** step),
    epsilon: EPSILON,
  };
}

/**
 * One step in place; the gradient is `factor * gradient + pull * (w - start)`. Where `gradient` is not finite the weight
 * is lost: it becomes 1e30, its moments 0.
 *
 * @see Kingma & Ba 2015, Adam, algorithm 1; Loshchilov & Hutter 2019, algorithm 2 (weight decay).
 */
export function adamStep(
  { w, m, v, gradient, start }: AdamArrays,
  { beta1, beta2, factor, pull, kept, rate, spread, epsilon }: AdamRates,
): void {
  const towards = start ?? w; // w - w: no pull
  for (let i = 0; i < w.length; i++) {
    const before = w[i]!;
    if (!Number.isFinite(gradient[i]!)) {
      w[i] = LOST;
      m[i] = 0;
      v[i] = 0;
      continue;
    }
    let g = factor * gradient[i]! + pull * (before - towards[i]!);
    if (g > CEILING) g = CEILING;
    else if (g < -CEILING) g = -CEILING;
    const mean = beta1 * m[i]! + (1 - beta1) * g;
    const square = beta2 * v[i]! + (1 - beta2) * g * g;
    m[i] = mean;
    v[i] = square;
    w[i] = kept * before - (rate * mean) / (Math.sqrt(square) * spread + epsilon);
  }
}
