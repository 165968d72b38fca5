import source from '../../shaders/fill.wgsl?raw';
import { defineKernel, type Scope, sizeOf, type Tensor } from '../gpu';

const W = 256;
const kernel = defineKernel({ name: 'fill', source, lazy: true, constants: () => ({ W }) });

/**
 * Sets every entry of `x` to `value`.
 *
 * @throws RangeError if `value` is not finite.
 */
export function fill(scope: Scope, x: Tensor, value: number): void {
  const count = sizeOf(x.shape);
  kernel.dispatch(scope, { count, value }, { y: x }, Math.ceil(count / W));
}
