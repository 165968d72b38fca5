import source from '../../shaders/addInto.wgsl?raw';
import { assertShape, defineKernel, type Scope, sizeOf, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const W = 256;
const kernel = defineKernel({ name: 'addInto', source, lazy: true, constants: () => ({ W }) });

export interface AddIntoInputs {
  /** Any shape. */
  x: Tensor;
  /** The shape of `x`; changed in place. */
  into: Tensor;
  /** Finite, default 1. */
  scale?: number | undefined;
}

/**
 * A multiple of one tensor added to another in place, `into += scale * x`.
 *
 * @throws ShapeError if shapes differ; RangeError if `scale` is not finite or `into` is `x`.
 */
export function addInto(scope: Scope, { x, into, scale = 1 }: AddIntoInputs): void {
  assertShape('addInto x', x, into.shape);
  assertNotAliased('addInto into', into, { x });
  const count = sizeOf(x.shape);
  kernel.dispatch(scope, { count, scale }, { x, into }, Math.ceil(count / W));
}
