import source from '../../shaders/attention.wgsl?raw';
import { assertShape, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import {
  ATTENTION_W,
  type AttentionTensors,
  attentionParams,
  attentionShape,
  kernelPerWidth,
} from './attentionShape';

const kernelOf = kernelPerWidth('attention', source);

export interface AttentionInputs extends AttentionTensors {
  /** `[n, width]`, overwritten and returned as `y`; none of the inputs. */
  readonly out?: Tensor | undefined;
}

/**
 * Multi-head self-attention of each text over itself, `softmax(q k^T / sqrt(width / heads)) v`. The maximum
 * is followed exactly, so that scores of any size below 1e30 give a right softmax.
 *
 * @param scope owns the results, but for `out`.
 * @returns `y` `[n, width]` and `logSum` `[n, heads]`, log sum exp of the scaled scores.
 * @throws ShapeError if shapes do not fit.
 * @throws RangeError if heads are not of 4, 8, ... or 64 columns, a dropout rate is outside [0, 1), or
 *   `out` is one of the inputs.
 * @see Vaswani et al. 2017, Attention is all you need, section 3.2; Dao et al. 2022, FlashAttention
 */
export function attention(scope: Scope, inputs: AttentionInputs): { y: Tensor; logSum: Tensor } {
  const { q, k, v, offsets, out } = inputs;
  const shape = attentionShape('attention', inputs);
  const { n, heads, width, vectors } = shape;
  const params = attentionParams(inputs, shape);
  const y = out ?? scope.empty([n, width], 'attention.y');
  assertShape('attention out', y, [n, width]);
  assertNotAliased('attention out', y, { q, k, v });
  const logSum = scope.empty([n, heads], 'attention.logSum');
  const groups = Math.ceil((n * heads) / ATTENTION_W);
  kernelOf(scope, vectors).dispatch(scope, params, { q, k, v, offsets, y, logSum }, groups);
  return { y, logSum };
}
