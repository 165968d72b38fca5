import source from '../../shaders/largeOtPlan.wgsl?raw';
import type { Scope, Tensor } from '../gpu';
import { compose } from './compose';
import { defineLarge, LARGE_BLOCK, type LargeOtBuffers, type LargeOtParams } from './largeOtWork';

const kernel = defineLarge({
  name: 'largeOtPlan',
  source: compose(source),
  constants: ({ software }) => ({ W: software ? 4 : 128 }),
});

/**
 * Sums the plan by rows and by 8 rows; leaves it in `k` where `params.keep` is 1.
 *
 * @param plan [entries]; written where `params.wantPlan` is 1.
 */
export function largeOtPlan(
  scope: Scope,
  params: LargeOtParams,
  { m, k, vectors, state, part }: Omit<LargeOtBuffers, 'tokens' | 'control'>,
  plan: Tensor,
): void {
  const tensors = { m, k, vectors, state, part, plan };
  kernel.dispatch(scope, params, tensors, params.rows! / LARGE_BLOCK);
}
