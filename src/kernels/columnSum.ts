import source from '../../shaders/columnSum.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const W = 32;
const kernel = defineKernel({ name: 'columnSum', source, constants: () => ({ W }) });

export interface ColumnSumInputs {
  /** `[n, d]`. */
  x: Tensor;
  /** `[d]`, overwritten (or added to) and returned; not `x`. */
  out?: Tensor | undefined;
  /** Adds to `out` instead of overwriting it, default false. */
  accumulate?: boolean | undefined;
}

/**
 * The sum of the rows of `x`, such as the gradient of a bias; zero without rows.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns shape `[d]`.
 * @throws ShapeError if `x` is not a matrix or `out` not `[d]`; RangeError if `out` is `x` or there is none to
 *   accumulate in.
 */
export function columnSum(scope: Scope, { x, out, accumulate = false }: ColumnSumInputs): Tensor {
  const [n, d] = x.shape as [number, number];
  assertShape('columnSum x', x, [n, d]);
  if (accumulate && !out) throw new RangeError('columnSum: accumulate needs out');
  const y = out ?? scope.empty([d], 'columnSum.y');
  assertShape('columnSum out', y, [d]);
  assertNotAliased('columnSum out', y, { x });
  kernel.dispatch(scope, { n, d, adds: accumulate ? 1 : 0 }, { x, y }, Math.ceil(d / W));
  return y;
}
