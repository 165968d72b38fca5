import { Arena, type EngineMemory } from './memory';

// Values at a time: five arrays of them stay in the second cache.
const CHUNK = 8192;

/** Arrays of one length; w, m and v are changed in place. */
export interface AdamInput {
  readonly w: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
  readonly gradient: Float32Array;
  readonly start?: Float32Array | undefined;
}

export interface AdamRates {
  readonly beta1: number;
  readonly beta2: number;
  /** Multiplies the gradient. */
  readonly factor: number;
  readonly pull: number;
  /** What is kept of the weights: 1 - learning rate * weight decay. */
  readonly kept: number;
  /** Learning rate / (1 - beta1^step). */
  readonly rate: number;
  /** 1 / sqrt(1 - beta2^step). */
  readonly spread: number;
  readonly epsilon: number;
}

/** `w = kept w - rate m / (sqrt(v) spread + epsilon)` after m and v took in the gradient. */
export function adamIn(memory: EngineMemory, arrays: AdamInput, r: AdamRates): void {
  const { w, m, v, gradient, start = w } = arrays;
  const arena = new Arena(memory.base);
  const at = [w, m, v, gradient, start].map(() => arena.take(4 * CHUNK));
  memory.reserve(arena.end, 'Adam');
  const addresses = at as [number, number, number, number, number];
  for (let first = 0; first < w.length; first += CHUNK) {
    const last = Math.min(first + CHUNK, w.length);
    for (const [i, values] of [w, m, v, gradient, start].entries())
      memory.put(at[i]!, values.subarray(first, last));
    const count = 4 * Math.ceil((last - first) / 4);
    const rates = [
      r.beta1,
      r.beta2,
      r.factor,
      r.pull,
      r.kept,
      r.rate,
      r.spread,
      r.epsilon,
    ] as const;
    memory.exports.adam(...addresses, count, ...rates);
    for (const [i, values] of [w, m, v].entries())
      values.set(memory.view(at[i]!, last - first), first);
  }
}
