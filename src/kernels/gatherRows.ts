import source from '../../shaders/gatherRows.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const W = 256;
const kernel = defineKernel({ name: 'gatherRows', source, constants: () => ({ W }) });

export interface GatherRowsInputs {
  /** `[n, d]`. */
  x: Tensor;
  /** `[k]` indexes below `n`, in any order, repeats allowed. */
  rows: Tensor<'u32'>;
  /** `[k, d]`, overwritten and returned; not `x`. */
  out?: Tensor | undefined;
}

/**
 * Rows of `x` picked by index, `y[r] = x[rows[r]]`. The host cannot see the indexes: one that is not
 * below `n` gives a row of zeros.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns shape `[k, d]`.
 * @throws ShapeError if `x` is not a matrix, `rows` not a vector or `out` not `[k, d]`.
 * @throws RangeError if `out` is `x`.
 */
export function gatherRows(scope: Scope, { x, rows, out }: GatherRowsInputs): Tensor {
  const [n, d] = x.shape as [number, number];
  const [k] = rows.shape as [number];
  assertShape('gatherRows x', x, [n, d]);
  assertShape('gatherRows rows', rows, [k]);
  const y = out ?? scope.empty([k, d], 'gatherRows.y');
  assertShape('gatherRows out', y, [k, d]);
  assertNotAliased('gatherRows out', y, { x, rows });
  kernel.dispatch(scope, { n, d, count: k * d }, { x, rows, y }, Math.ceil((k * d) / W));
  return y;
}
