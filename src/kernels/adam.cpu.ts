import type { Floats } from './floats';

export interface AdamState {
  w: Float64Array;
  m: Float64Array;
  v: Float64Array;
}

export interface AdamSettings {
  learningRate: number;
  step: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  pull?: number;
  clipScale?: number;
  weightDecay?: number;
  clip?: { readonly sumOfSquares: number; readonly maxNorm: number } | undefined;
}

/** Float64 twin of `adam`: changes `w`, `m` and `v` in place. */
export function adamCpu(
  { w, m, v }: AdamState,
  { gradient, start }: { gradient: Floats; start?: Floats },
  settings: AdamSettings,
): void {
  const { learningRate, step } = settings;
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, pull = 0, weightDecay = 0, clip } = settings;
  const scale = adamScale(settings.clipScale ?? 1, clip);
  for (let i = 0; i < w.length; i++) {
    if (!Number.isFinite(gradient[i]!)) {
      [w[i], m[i], v[i]] = [1e30, 0, 0];
      continue;
    }
    let g = scale * gradient[i]! + pull * (w[i]! - (start?.[i] ?? 0));
    g = Math.min(Math.max(g, -1e16), 1e16);
    m[i] = beta1 * m[i]! + (1 - beta1) * g;
    v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
    const [mean, square] = [m[i]! / (1 - beta1 ** step), v[i]! / (1 - beta2 ** step)];
    w[i]! -= learningRate * (mean / (Math.sqrt(square) + epsilon) + weightDecay * w[i]!);
  }
}

/** What multiplies the gradient: `scale`, reduced so that the scaled norm is at most `maxNorm`. */
function adamScale(scale: number, clip: AdamSettings['clip']): number {
  if (!clip) return scale;
  const norm = Math.abs(scale) * Math.sqrt(clip.sumOfSquares);
  return norm > clip.maxNorm ? (scale * clip.maxNorm) / norm : scale;
}
