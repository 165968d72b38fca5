import source from '../../shaders/stridedMatmul.wgsl?raw';
import { assertShape, defineKernel, type Scope, sizeOf, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const W = 64;
const kernel = defineKernel({ name: 'stridedMatmul', source, constants: () => ({ W }) });

export interface StridedMatmulInputs {
  /** Entry `(i, p)` lies at `i * aRow + p * aInner`. */
  a: Tensor;
  aRow: number;
  aInner: number;
  /** Entry `(p, j)` lies at `p * bInner + j * bColumn`. */
  b: Tensor;
  bInner: number;
  bColumn: number;
  /** Number of terms per output; 0 gives `bias + addend`. */
  inner: number;
  /** `[m]`. */
  bias?: Tensor | undefined;
  /** `[n, m]`. */
  addend?: Tensor | undefined;
  /** `[n, m]`, overwritten (or added to) and returned; none of the inputs. */
  out: Tensor;
  /** Adds to `out` instead of overwriting it, default false. */
  accumulate?: boolean | undefined;
}

/**
 * A product of matrices of any size and stride, `out = a b (+ bias) (+ addend)`: the slow and sure
 * way for widths that the register-tiled kernels do not take.
 *
 * @throws ShapeError if `bias` is not `[m]` or `addend` not `[n, m]`.
 * @throws RangeError if a stride reaches beyond `a` or `b`, or `out` is an input.
 */
export function stridedMatmul(scope: Scope, inputs: StridedMatmulInputs): Tensor {
  const { a, aRow, aInner, b, bInner, bColumn, inner, bias, addend, out } = inputs;
  const [n, m] = out.shape as [number, number];
  assertShape('stridedMatmul out', out, [n, m]);
  if (bias) assertShape('stridedMatmul bias', bias, [m]);
  if (addend) assertShape('stridedMatmul addend', addend, [n, m]);
  assertReach('a', a, n, aRow, inner, aInner);
  assertReach('b', b, inner, bInner, m, bColumn);
  assertNotAliased('stridedMatmul out', out, { a, b, bias, addend });
  kernel.dispatch(
    scope,
    {
      n,
      m,
      inner,
      aRow,
      aInner,
      bInner,
      bColumn,
      hasBias: bias ? 1 : 0,
      hasAddend: addend ? 1 : 0,
      adds: inputs.accumulate ? 1 : 0,
    },
    { a, b, bias: bias ?? b, addend: addend ?? a, y: out },
    Math.ceil((n * m) / W),
  );
  return out;
}

function assertReach(
  name: string,
  { shape }: Tensor,
  rows: number,
  rowStride: number,
  columns: number,
  columnStride: number,
): void {
  if (rows === 0 || columns === 0) return;
  const last = (rows - 1) * rowStride + (columns - 1) * columnStride;
  if (last >= sizeOf(shape))
    throw new RangeError(
      `stridedMatmul: strides reach entry ${last} of ${name}, which is [${shape}]`,
    );
}
