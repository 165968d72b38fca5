import source from '../../shaders/attentionBackwardKey.wgsl?raw';
import { assertShape, type Scope, type Tensor } from '../gpu';
import type { AttentionGradientInputs } from './attentionBackwardQuery';
import { ATTENTION_W, attentionParams, attentionShape, kernelPerWidth } from './attentionShape';

const kernelOf = kernelPerWidth('attentionBackwardKey', source);

/**
 * The gradients of `attention` with respect to k and v, summed over queries in order.
 *
 * @param scope owns the results.
 * @returns `dk` and `dv`, shapes `[n, width]`.
 * @throws ShapeError if shapes do not fit; RangeError as `attention`.
 * @see Dao et al. 2022, FlashAttention, algorithm 4
 */
export function attentionBackwardKey(
  scope: Scope,
  inputs: AttentionGradientInputs,
): { dk: Tensor; dv: Tensor } {
  const { q, k, v, offsets, dy, state } = inputs;
  const shape = attentionShape('attentionBackwardKey', inputs);
  const { n, heads, width, vectors } = shape;
  assertShape('attentionBackwardKey dy', dy, [n, width]);
  assertShape('attentionBackwardKey state', state, [n, heads, 2]);
  const params = attentionParams(inputs, shape);
  const dk = scope.empty([n, width], 'attentionBackwardKey.dk');
  const dv = scope.empty([n, width], 'attentionBackwardKey.dv');
  const tensors = { q, k, v, dy, offsets, state, dk, dv };
  kernelOf(scope, vectors).dispatch(scope, params, tensors, Math.ceil((n * heads) / ATTENTION_W));
  return { dk, dv };
}
