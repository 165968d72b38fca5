import source from '../../shaders/scatterRows.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const W = 256;
const kernel = defineKernel({ name: 'scatterRows', source, constants: () => ({ W }) });

export interface ScatterRowsInputs {
  /** `[k, d]`. */
  readonly x: Tensor;
  /** `[k]` indexes of rows of `out`, in any order; of two that are equal either may win. */
  readonly rows: Tensor<'u32'>;
  /** `[n, d]`, changed in the rows named and returned; not `x`. */
  readonly out: Tensor;
}

/**
 * Rows of `x` written to places in `out`, `out[rows[r]] = x[r]`; undoes `gatherRows`. The host cannot see the
 * indexes: a row whose index is not below `n` is left out.
 *
 * @returns `out`.
 * @throws ShapeError if `out` is not a matrix, `x` has rows of another length, or `rows` not one index each.
 * @throws RangeError if `out` is `x`.
 */
export function scatterRows(scope: Scope, { x, rows, out }: ScatterRowsInputs): Tensor {
  const [n, d] = out.shape as [number, number];
  const [k] = rows.shape as [number];
  assertShape('scatterRows out', out, [n, d]);
  assertShape('scatterRows rows', rows, [k]);
  assertShape('scatterRows x', x, [k, d]);
  assertNotAliased('scatterRows out', out, { x, rows });
  const tensors = { x, rows, y: out };
  kernel.dispatch(scope, { n, d, count: k * d }, tensors, Math.ceil((k * d) / W));
  return out;
}
