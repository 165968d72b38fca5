import source from '../../shaders/geluBackward.wgsl?raw';
import { assertShape, defineKernel, type Scope, sizeOf, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const W = 256;
const kernel = defineKernel({ name: 'geluBackward', source, constants: () => ({ W }) });

export interface GeluBackwardInputs {
  /** Any shape: what the GELU was given. */
  x: Tensor;
  /** The shape of `x`: gradient of what it gave. */
  dy: Tensor;
  /** The shape of `x`, overwritten and returned; none of the inputs. */
  out?: Tensor | undefined;
}

/**
 * The gradient of the exact GELU, `dx = dy (Phi(x) + x phi(x))`; a residual passes `dy` on as it is.
 *
 * @param scope owns the result, unless `out` is given.
 * @throws ShapeError if shapes differ; RangeError if `out` is one of the inputs.
 * @see Hendrycks & Gimpel 2016, Gaussian Error Linear Units
 */
export function geluBackward(scope: Scope, { x, dy, out }: GeluBackwardInputs): Tensor {
  assertShape('geluBackward dy', dy, x.shape);
  const dx = out ?? scope.empty(x.shape, 'geluBackward.dx');
  assertShape('geluBackward out', dx, x.shape);
  assertNotAliased('geluBackward out', dx, { x, dy });
  const count = sizeOf(x.shape);
  kernel.dispatch(scope, { count }, { x, dy, dx }, Math.ceil(count / W));
  return dx;
}
