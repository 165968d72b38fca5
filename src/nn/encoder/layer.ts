import type { EncoderShape } from '../encoderWeights';
import type { Tape, Value } from '../tape';
import type { NnIndices } from '../types';
import { applyLinear, applyNorm, type LayerModule } from './modules';

/** Of the attention probabilities and of both residual branches; `seed` is a 32-bit number. */
export interface LayerDropout {
  readonly rate: number;
  /** The same seed drops the same entries, so that a checkpointed layer computes the same twice. */
  readonly seed: number;
}

/**
 * One post-norm layer (Devlin et al. 2019): x1 = norm1(x + o(attention(q x, k x, v x))), then
 * norm2(x1 + outer(gelu(inner(x1)))).
 *
 * @param x `[tokens, width]`, text t in rows `texts.values[t]` to `texts.values[t + 1]`.
 */
export function encoderLayer(
  tape: Tape,
  x: Value,
  layer: LayerModule,
  texts: NnIndices,
  shape: EncoderShape,
  dropout?: LayerDropout,
): Value {
  const drop = (value: Value, site: number) =>
    dropout ? tape.dropout(value, dropout.rate, siteSeed(dropout.seed, site)) : value;
  const attended = tape.attention(
    applyLinear(tape, x, layer.q),
    applyLinear(tape, x, layer.k),
    applyLinear(tape, x, layer.v),
    texts,
    shape.heads,
    dropout && { rate: dropout.rate, seed: siteSeed(dropout.seed, 0) },
  );
  const mixed = drop(applyLinear(tape, attended, layer.o), 1);
  const x1 = applyNorm(tape, tape.add(x, mixed), layer.norm1, shape.normEpsilon);
  const hidden = tape.gelu(applyLinear(tape, x1, layer.inner));
  const fed = drop(applyLinear(tape, hidden, layer.outer), 2);
  return applyNorm(tape, tape.add(x1, fed), layer.norm2, shape.normEpsilon);
}

/** A different 32-bit seed for each place in a layer where entries are dropped. */
export function siteSeed(seed: number, site: number): number {
  let h = Math.imul(seed ^ Math.imul(site + 1, 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
