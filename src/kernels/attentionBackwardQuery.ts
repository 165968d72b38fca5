import source from '../../shaders/attentionBackwardQuery.wgsl?raw';
import { assertShape, type Scope, type Tensor } from '../gpu';
import {
  ATTENTION_W,
  type AttentionTensors,
  attentionParams,
  attentionShape,
  kernelPerWidth,
} from './attentionShape';

const kernelOf = kernelPerWidth('attentionBackwardQuery', source);

export interface AttentionGradientInputs extends AttentionTensors {
  /** `[n, width]`, gradient of y. */
  readonly dy: Tensor;
  /** `[n, heads, 2]`, from `attentionDelta`. */
  readonly state: Tensor;
}

/**
 * The gradient of `attention` with respect to q; probabilities are computed again from logSum.
 *
 * @param scope owns the result.
 * @returns `dq`, shape `[n, width]`.
 * @throws ShapeError if shapes do not fit; RangeError as `attention`.
 * @see Dao et al. 2022, FlashAttention, algorithm 4
 */
export function attentionBackwardQuery(scope: Scope, inputs: AttentionGradientInputs): Tensor {
  const { q, k, v, offsets, dy, state } = inputs;
  const shape = attentionShape('attentionBackwardQuery', inputs);
  const { n, heads, width, vectors } = shape;
  assertShape('attentionBackwardQuery dy', dy, [n, width]);
  assertShape('attentionBackwardQuery state', state, [n, heads, 2]);
  const params = attentionParams(inputs, shape);
  const dq = scope.empty([n, width], 'attentionBackwardQuery.dq');
  const tensors = { q, k, v, dy, offsets, state, dq };
  kernelOf(scope, vectors).dispatch(scope, params, tensors, Math.ceil((n * heads) / ATTENTION_W));
  return dq;
}
