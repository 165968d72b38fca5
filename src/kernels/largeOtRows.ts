import source from '../../shaders/largeOtRows.wgsl?raw';
import type { Scope } from '../gpu';
import { compose } from './compose';
import { defineLarge, LARGE_BLOCK, type LargeOtBuffers, type LargeOtParams } from './largeOtWork';

const define = (ABSORBS: number) =>
  defineLarge({
    name: 'largeOtRows',
    source: compose(source),
    constants: ({ software }) => ({ W: software ? 4 : 128, ABSORBS }),
  });
const [scaling, any] = [define(0), define(1)];

/** A row update as a function to call once per iteration. */
export function largeOtRows(
  scope: Scope,
  params: LargeOtParams,
  { m, k, vectors, state, control, part }: Omit<LargeOtBuffers, 'tokens'>,
): () => void {
  const tensors = { m, k, vectors, state, control, part };
  const groups = Math.ceil(params.rows! / LARGE_BLOCK / params.span!);
  return (params.scalingOnly ? scaling : any).bind(scope, params, tensors, groups);
}
