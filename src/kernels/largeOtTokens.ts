import source from '../../shaders/largeOtTokens.wgsl?raw';
import type { Scope, Tensor } from '../gpu';
import { defineLarge, type LargeOtBuffers, type LargeOtParams } from './largeOtWork';
import { rowLanes } from './rowLanes';

const kernel = defineLarge({ name: 'largeOtTokens', source, constants: rowLanes });

export interface LargeOtInputs {
  /** [N, d]. */
  readonly x: Tensor;
  /** [M, d]. */
  readonly y: Tensor;
  /** [N + M]; read where `params.weighted` is 1. */
  readonly weights: Tensor;
  /** [N + M]; read where `params.warm` is 1. */
  readonly potentials: Tensor;
}

/** Fills `tokens` and the sections weight, absorbed, scaling and norm of `vectors`; see the shader's header. */
export function largeOtTokens(
  scope: Scope,
  params: LargeOtParams,
  inputs: LargeOtInputs,
  { tokens, vectors }: Pick<LargeOtBuffers, 'tokens' | 'vectors'>,
): void {
  const { W } = rowLanes(scope.gpu.adapter);
  const groups = Math.ceil((params.rows! + params.columns!) / 4 / W!);
  kernel.dispatch(scope, params, { ...inputs, tokens, vectors }, groups);
}
