import source from '../../shaders/addScaled.wgsl?raw';
import { assertShape, defineKernel, type Scope, sizeOf, type Tensor } from '../gpu';

const kernel = defineKernel({ name: 'addScaled', source });
const WORKGROUP = 64;

export interface AddScaledInputs {
  /** Any shape. */
  x: Tensor;
  /** The shape of `x`. */
  y: Tensor;
  /** Finite. */
  scale: number;
  /** The shape of `x`; neither `x` nor `y`. */
  out?: Tensor;
}

/**
 * A weighted sum, `out = x + scale * y`.
 *
 * @param scope owns the result, unless `out` is given.
 * @throws ShapeError if shapes differ; RangeError if `scale` is not finite or `out` is an input.
 */
export function addScaled(scope: Scope, { x, y, scale, out }: AddScaledInputs): Tensor {
  assertShape('addScaled y', y, x.shape);
  const sum = out ?? scope.empty(x.shape, 'addScaled.out');
  assertShape('addScaled out', sum, x.shape);
  if (sum.buffer === x.buffer || sum.buffer === y.buffer)
    throw new RangeError('addScaled: out must be another tensor than x and y');
  const count = sizeOf(x.shape);
  kernel.dispatch(scope, { count, scale }, { x, y, out: sum }, Math.ceil(count / WORKGROUP));
  return sum;
}
