import source from '../../shaders/largeOtCost.wgsl?raw';
import type { Scope } from '../gpu';
import { defineLarge, type LargeOtBuffers, type LargeOtParams } from './largeOtWork';
import { rowLanes } from './rowLanes';

const kernel = defineLarge({ name: 'largeOtCost', source, constants: rowLanes });

/** Fills `m` with -C log2(e) / eps, in dispatches of at most `most` 8 x 8 tiles; `between` runs after each. */
export function largeOtCost(
  scope: Scope,
  params: LargeOtParams,
  { tokens, vectors, m }: Pick<LargeOtBuffers, 'tokens' | 'vectors' | 'm'>,
  most = Infinity,
  between: (tiles: number) => void = () => {},
): void {
  const tiles = (params.rows! * params.columns!) / 64;
  const { W } = rowLanes(scope.gpu.adapter);
  for (let first = 0; first < tiles; first += most) {
    const last = Math.min(tiles, first + most);
    const groups = Math.ceil((last - first) / W!);
    kernel.dispatch(scope, { ...params, first, last }, { tokens, vectors, m }, groups);
    between(last - first);
  }
}
