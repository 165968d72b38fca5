import source from '../../shaders/largeOtRows.wgsl?raw';
import { defineKernel, type Scope } from '../gpu';
import { compose } from './compose';
import { LARGE_BLOCK, type LargeOtBuffers, type LargeOtParams } from './largeOtWork';

const kernel = defineKernel({
  name: 'largeOtRows',
  source: compose(source),
  constants: ({ software }) => ({ W: software ? 4 : 256 }),
});

/** A row update as a function to call once per iteration. */
export function largeOtRows(
  scope: Scope,
  params: LargeOtParams,
  { m, k, vectors, state, control, part }: Omit<LargeOtBuffers, 'tokens'>,
): () => void {
  const tensors = { m, k, vectors, state, control, part };
  return kernel.bind(scope, params, tensors, params.rows! / LARGE_BLOCK);
}
