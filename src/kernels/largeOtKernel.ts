import source from '../../shaders/largeOtKernel.wgsl?raw';
import type { Scope } from '../gpu';
import { defineLarge, type LargeOtBuffers, type LargeOtParams } from './largeOtWork';
import { KERNEL_BITS } from './otProblem';
import { rowLanes } from './rowLanes';

const kernel = defineLarge({ name: 'largeOtKernel', source, constants: rowLanes });
const domain = defineLarge({ name: 'largeOtDomain', source, constants: rowLanes });

/** Makes the scaling kernel, unless all iterations are in logarithms, and chooses the domain on the device. */
export function largeOtKernel(
  scope: Scope,
  params: LargeOtParams,
  { vectors, m, k, state }: Pick<LargeOtBuffers, 'vectors' | 'm' | 'k' | 'state'>,
): void {
  const all = { ...params, kernelBits: KERNEL_BITS };
  if (!params.logarithms) kernel.dispatch(scope, all, { vectors, m, k, state }, params.rows! / 4);
  domain.dispatch(scope, all, { vectors, m, k, state }, 1);
}
