import source from '../../shaders/unitNormalise.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { rowLanes } from './rowLanes';

const kernel = defineKernel({ name: 'unitNormalise', source, constants: rowLanes });

export interface UnitNormaliseInputs {
  /** `[n, d]`; row norms below 3e38. */
  x: Tensor;
  /** `[n, d]`, overwritten and returned as `unit`; not `x`. */
  out?: Tensor | undefined;
  /** `[n]`, overwritten and returned as `norm`; not `x` or `out`. */
  outNorm?: Tensor | undefined;
}

/**
 * Divides each row by its Euclidean norm. Rows are scaled by their largest entry first, so tiny and
 * huge rows are right; a row without an entry of 1e-37 or more gives zeros and norm 0.
 *
 * @param scope owns the results that are not given as `out` and `outNorm`.
 * @returns `unit`, shape `[n, d]`, and `norm`, shape `[n]`.
 * @throws ShapeError if `x` is not a matrix, `out` not `[n, d]` or `outNorm` not `[n]`.
 * @throws RangeError if two of the tensors are the same.
 */
export function unitNormalise(
  scope: Scope,
  { x, out, outNorm }: UnitNormaliseInputs,
): { unit: Tensor; norm: Tensor } {
  const [n, d] = x.shape as [number, number];
  assertShape('unitNormalise x', x, [n, d]);
  const unit = out ?? scope.empty([n, d], 'unitNormalise.unit');
  const norm = outNorm ?? scope.empty([n], 'unitNormalise.norm');
  assertShape('unitNormalise out', unit, [n, d]);
  assertShape('unitNormalise outNorm', norm, [n]);
  assertNotAliased('unitNormalise out', unit, { x });
  assertNotAliased('unitNormalise outNorm', norm, { x, out: unit });
  kernel.dispatch(scope, { n, d }, { x, unit, norm }, n);
  return { unit, norm };
}
