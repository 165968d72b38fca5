import source from '../../shaders/unitNormaliseBackward.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { rowLanes } from './rowLanes';

const kernel = defineKernel({ name: 'unitNormaliseBackward', source, constants: rowLanes });

export interface UnitNormaliseBackwardInputs {
  /** `[n, d]`, result of `unitNormalise`. */
  unit: Tensor;
  /** `[n]`, result of `unitNormalise`. */
  norm: Tensor;
  /** `[n, d]`, gradient of `unit`; divided by `norm` it must fit f32. */
  du: Tensor;
  /** `[n, d]`, overwritten and returned; none of the inputs. */
  out?: Tensor | undefined;
}

/**
 * The gradient of `unitNormalise` with respect to its input, `dx = (du - unit (unit . du)) / norm`;
 * zero for rows of norm 0.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `dx`, shape `[n, d]`.
 * @throws ShapeError if `norm` is not `[n]`, or `du` or `out` not `[n, d]`.
 * @throws RangeError if `out` is one of the inputs.
 */
export function unitNormaliseBackward(
  scope: Scope,
  { unit, norm, du, out }: UnitNormaliseBackwardInputs,
): Tensor {
  const [n, d] = unit.shape as [number, number];
  assertShape('unitNormaliseBackward unit', unit, [n, d]);
  assertShape('unitNormaliseBackward norm', norm, [n]);
  assertShape('unitNormaliseBackward du', du, [n, d]);
  const dx = out ?? scope.empty([n, d], 'unitNormaliseBackward.dx');
  assertShape('unitNormaliseBackward out', dx, [n, d]);
  assertNotAliased('unitNormaliseBackward out', dx, { unit, norm, du });
  kernel.dispatch(scope, { n, d }, { unit, norm, du, dx }, n);
  return dx;
}
