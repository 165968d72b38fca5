import source from '../../shaders/geluResidual.wgsl?raw';
import { assertShape, defineKernel, type Scope, sizeOf, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const W = 256;
const kernel = defineKernel({ name: 'geluResidual', source, constants: () => ({ W }) });

export interface GeluResidualInputs {
  /** Any shape. */
  x: Tensor;
  /** The shape of `x`. */
  residual?: Tensor | undefined;
  /** The shape of `x`, overwritten and returned; none of the inputs. */
  out?: Tensor | undefined;
}

/**
 * The exact GELU, `x Phi(x) (+ residual)`, with `Phi` the standard normal distribution function.
 *
 * @param scope owns the result, unless `out` is given.
 * @throws ShapeError if shapes differ; RangeError if `out` is one of the inputs.
 * @see Hendrycks & Gimpel 2016, Gaussian Error Linear Units
 */
export function geluResidual(scope: Scope, { x, residual, out }: GeluResidualInputs): Tensor {
  if (residual) assertShape('geluResidual residual', residual, x.shape);
  const y = out ?? scope.empty(x.shape, 'geluResidual.y');
  assertShape('geluResidual out', y, x.shape);
  assertNotAliased('geluResidual out', y, { x, residual });
  const count = sizeOf(x.shape);
  const params = { count, hasResidual: residual ? 1 : 0 };
  kernel.dispatch(scope, params, { x, residual: residual ?? x, y }, Math.ceil(count / W));
  return y;
}
