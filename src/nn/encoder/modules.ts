import type { Parameter } from '../parameter';
import type { Tape, Value } from '../tape';
import type { NnArray } from '../types';

/** A frozen array, or one that is trained. */
export type Weight = NnArray | Parameter;

/** A trained update `scale B A` of a linear map (LoRA, Hu et al. 2022, section 4.1). */
export interface LowRankUpdate {
  /** `[rank, inputs]`. */
  readonly a: Parameter;
  /** `[outputs, rank]`. */
  readonly b: Parameter;
  readonly scale: number;
}

/** `w x + b`, `[outputs, inputs]` and `[outputs]`, plus the update where there is one. */
export interface LinearModule {
  readonly w: Weight;
  readonly b: Weight;
  readonly update?: LowRankUpdate;
}

/** Both `[width]`. */
export interface NormModule {
  readonly gamma: Weight;
  readonly beta: Weight;
}

/** One encoder layer as it lies on a backend; see `LayerWeights` for shapes and formula. */
export interface LayerModule {
  readonly q: LinearModule;
  readonly k: LinearModule;
  readonly v: LinearModule;
  readonly o: LinearModule;
  readonly norm1: NormModule;
  readonly inner: LinearModule;
  readonly outer: LinearModule;
  readonly norm2: NormModule;
}

/** The input of layer 1 as it lies on a backend; see `EmbeddingWeights`. */
export interface EmbeddingModule {
  readonly words: Weight;
  readonly positions: Weight;
  readonly norm: NormModule;
}

export const LINEAR_MAPS = ['q', 'k', 'v', 'o', 'inner', 'outer'] as const;
export type LinearMap = (typeof LINEAR_MAPS)[number];

export function weightValue(tape: Tape, weight: Weight): Value {
  return isTrained(weight) ? tape.parameter(weight) : tape.constant(weight);
}

/** `x w^T + b (+ scale (x A^T) B^T)`. */
export function applyLinear(tape: Tape, x: Value, { w, b, update }: LinearModule): Value {
  const y = tape.linear(x, weightValue(tape, w), weightValue(tape, b));
  if (!update) return y;
  const down = tape.linear(x, tape.parameter(update.a));
  return tape.add(y, tape.linear(down, tape.parameter(update.b)), update.scale);
}

export function applyNorm(tape: Tape, x: Value, norm: NormModule, epsilon: number): Value {
  return tape.layerNorm(x, weightValue(tape, norm.gamma), weightValue(tape, norm.beta), epsilon);
}

function isTrained(weight: Weight): weight is Parameter {
  return 'gradient' in weight;
}
