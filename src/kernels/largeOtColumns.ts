import source from '../../shaders/largeOtColumns.wgsl?raw';
import type { Scope } from '../gpu';
import { compose } from './compose';
import {
  columnConstants,
  defineLarge,
  type LargeOtBuffers,
  type LargeOtParams,
} from './largeOtWork';

const define = (ABSORBS: number) =>
  defineLarge({
    name: 'largeOtColumns',
    source: compose(source),
    constants: (adapter) => ({ ...columnConstants(adapter), ABSORBS }),
  });
const [scaling, any] = [define(0), define(1)];

/** A column update as a function to call once per iteration; looks at the residual where `params.look` is 1. */
export function largeOtColumns(
  scope: Scope,
  params: LargeOtParams,
  { m, k, vectors, part, control, state }: Omit<LargeOtBuffers, 'tokens'>,
): () => void {
  const tensors = { m, k, vectors, part, control, state };
  return (params.scalingOnly ? scaling : any).bind(scope, params, tensors, params.shares!);
}
