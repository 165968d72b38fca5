import type { Scope, Tensor } from '../gpu';
import { attentionBackwardKey } from './attentionBackwardKey';
import { attentionBackwardQuery } from './attentionBackwardQuery';
import { attentionDelta } from './attentionDelta';
import type { AttentionTensors } from './attentionShape';

export interface AttentionBackwardInputs extends AttentionTensors {
  /** `[n, width]` and `[n, heads]`, results of `attention` with the same dropout. */
  readonly y: Tensor;
  readonly logSum: Tensor;
  /** `[n, width]`, gradient of y. */
  readonly dy: Tensor;
}

/**
 * The gradients of `attention`, in three dispatches without a matrix of scores in memory.
 *
 * @param scope owns the results and `[n, heads, 2]` of scratch.
 * @returns `dq`, `dk` and `dv`, shapes `[n, width]`.
 * @throws ShapeError if shapes do not fit; RangeError as `attention`.
 * @see Dao et al. 2022, FlashAttention, algorithm 4
 */
export function attentionBackward(
  scope: Scope,
  { y, logSum, ...inputs }: AttentionBackwardInputs,
): { dq: Tensor; dk: Tensor; dv: Tensor } {
  const state = attentionDelta(scope, { y, dy: inputs.dy, logSum });
  const dq = attentionBackwardQuery(scope, { ...inputs, state });
  return { dq, ...attentionBackwardKey(scope, { ...inputs, state }) };
}
