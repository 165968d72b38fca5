import source from '../../shaders/attentionDelta.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { fillVectors } from './matmulTile';

const W = 64;
const kernel = defineKernel({
  name: 'attentionDelta',
  source,
  lazy: true,
  constants: () => ({ W }),
});

export interface AttentionDeltaInputs {
  /** `[n, width]`, result of `attention`. */
  y: Tensor;
  /** `[n, width]`, its gradient. */
  dy: Tensor;
  /** `[n, heads]`, result of `attention`. */
  logSum: Tensor;
}

/**
 * What both sides of attention's gradient need of each row and head: logSum and `dy . y`.
 *
 * @param scope owns the result.
 * @returns shape `[n, heads, 2]`.
 * @throws ShapeError if shapes do not fit; RangeError if heads are not a multiple of 4 columns wide.
 */
export function attentionDelta(scope: Scope, { y, dy, logSum }: AttentionDeltaInputs): Tensor {
  const [n, heads] = logSum.shape as [number, number];
  const [, width] = y.shape as [number, number];
  assertShape('attentionDelta logSum', logSum, [n, heads]);
  assertShape('attentionDelta y', y, [n, width]);
  assertShape('attentionDelta dy', dy, [n, width]);
  if (!fillVectors(width / heads))
    throw new RangeError(`attentionDelta: ${heads} heads in ${width} columns`);
  const state = scope.empty([n, heads, 2], 'attentionDelta.state');
  const params = { count: n * heads, vectors: width / heads / 4 };
  kernel.dispatch(scope, params, { y, dy, logSum, state }, Math.ceil((n * heads) / W));
  return state;
}
