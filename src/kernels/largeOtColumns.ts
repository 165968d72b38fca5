import source from '../../shaders/largeOtColumns.wgsl?raw';
import { defineKernel, type Scope } from '../gpu';
import { compose } from './compose';
import { columnConstants, type LargeOtBuffers, type LargeOtParams } from './largeOtWork';

const kernel = defineKernel({
  name: 'largeOtColumns',
  source: compose(source),
  constants: columnConstants,
});

/** A column update as a function to call once per iteration; looks at the residual where `params.look` is 1. */
export function largeOtColumns(
  scope: Scope,
  params: LargeOtParams,
  { m, k, vectors, part, control, state }: Omit<LargeOtBuffers, 'tokens'>,
): () => void {
  return kernel.bind(scope, params, { m, k, vectors, part, control, state }, params.shares!);
}
