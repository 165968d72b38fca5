import type { Scope, Tensor } from '../gpu';
import { adam } from '../kernels';

/** One trained tensor with its Adam moments and the value that it is pulled to. */
export interface Parameter {
  readonly name: string;
  readonly w: Tensor;
  readonly start: Tensor;
  readonly m: Tensor;
  readonly v: Tensor;
  readonly gradient: Tensor;
}

export function makeParameter(
  scope: Scope,
  name: string,
  shape: readonly number[],
  values: Float32Array,
): Parameter {
  return {
    name,
    w: scope.upload(values, shape, name),
    start: scope.upload(values, shape, `${name}.start`),
    m: scope.zeros(shape, `${name}.m`),
    v: scope.zeros(shape, `${name}.v`),
    gradient: scope.empty(shape, `${name}.gradient`),
  };
}

export interface AdamSettings {
  readonly learningRate: number;
  /** 1-based number of the step. */
  readonly step: number;
  /** Adds `pull * (w - start)` to the gradient: the L2 pull towards the weights at the start. */
  readonly pull: number;
}

/** One Adam step on each parameter, in place, from the gradients it holds. */
export function adamStep(
  scope: Scope,
  parameters: readonly Parameter[],
  settings: AdamSettings,
): void {
  for (const { w, start, m, v, gradient } of parameters) {
    adam(scope, { w, m, v, gradient, start, ...settings });
  }
}

/**
 * Linear warm-up over `warmup` steps, then half a cosine down to a tenth of `peak`.
 *
 * @param step 1-based.
 */
export function cosineSchedule(peak: number, step: number, steps: number, warmup = 20): number {
  if (step <= warmup) return (peak * step) / warmup;
  const share = (step - warmup) / Math.max(1, steps - warmup);
  return peak * (0.1 + 0.45 * (1 + Math.cos(Math.PI * Math.min(1, share))));
}
