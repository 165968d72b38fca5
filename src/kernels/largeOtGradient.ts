import source from '../../shaders/largeOtGradient.wgsl?raw';
import type { Scope, Tensor } from '../gpu';
import { defineLarge, type LargeOtBuffers, type LargeOtParams } from './largeOtWork';

const lanes = ({ software }: { readonly software: boolean }) => ({ W: software ? 4 : 16 });
const kernel = defineLarge({ name: 'largeOtGradient', source, constants: lanes });

/**
 * Gradient of the value by the problem's rows of y, from the plan in `k`, in dispatches of at most `most`
 * tiles of 8 columns by 8 dimensions; `between` runs after each.
 *
 * @param gradient [M, d].
 */
export function largeOtGradient(
  scope: Scope,
  params: LargeOtParams,
  { k, tokens, vectors }: Pick<LargeOtBuffers, 'k' | 'tokens' | 'vectors'>,
  gradient: Tensor,
  most = Infinity,
  between: (tiles: number) => void = () => {},
): void {
  const tiles = ((params.columns! / 8) * params.depth!) / 2;
  const { W } = lanes(scope.gpu.adapter);
  for (let first = 0; first < tiles; first += most) {
    const last = Math.min(tiles, first + most);
    const tensors = { k, tokens, vectors, gradient };
    kernel.dispatch(scope, { ...params, first, last }, tensors, Math.ceil((last - first) / W));
    between(last - first);
  }
}
