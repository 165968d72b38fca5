import source from '../../shaders/largeOtStatus.wgsl?raw';
import type { Scope, Tensor } from '../gpu';
import { compose } from './compose';
import {
  columnConstants,
  defineLarge,
  type LargeOtBuffers,
  type LargeOtParams,
} from './largeOtWork';

const whole = compose(source);
const sums = defineLarge({ name: 'largeOtSums', source: whole, constants: columnConstants });
const kernel = defineLarge({ name: 'largeOtStatus', source: whole, constants: columnConstants });

/** Column sums of the plan, then row `params.problem` of `status` [B, 8] and the problem's `potentials` [N + M]. */
export function largeOtStatus(
  scope: Scope,
  params: LargeOtParams,
  { part, vectors, state }: Pick<LargeOtBuffers, 'part' | 'vectors' | 'state'>,
  out: { readonly status: Tensor; readonly potentials: Tensor },
): void {
  const { status, potentials } = out;
  const tensors = { part, vectors, state, status, potentials };
  sums.dispatch(scope, params, tensors, params.shares!);
  kernel.dispatch(scope, params, tensors, 1);
}
