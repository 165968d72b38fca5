import source from '../../shaders/linear.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { fillVectors, tileConstants, tileGroups } from './matmulTile';
import { stridedMatmul } from './stridedMatmul';

const kernel = defineKernel({ name: 'linear', source, constants: tileConstants });

export interface LinearInputs {
  /** `[n, k]`, one row per item. */
  x: Tensor;
  /** `[o, k]`, one row per output. */
  w: Tensor;
  /** `[o]`, added to every row. */
  bias?: Tensor | undefined;
  /** `[n, o]`, such as a residual. */
  addend?: Tensor | undefined;
  /** `[n, o]`, overwritten and returned; none of the inputs. */
  out?: Tensor | undefined;
}

/**
 * A linear layer, `y = x w^T (+ bias) (+ addend)`. Widths `k` and `o` that are multiples of 4 take
 * the register-tiled kernel, others `stridedMatmul`.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `y`, shape `[n, o]`.
 * @throws ShapeError if `w` is not `[o, k]`, `bias` not `[o]`, or `addend` or `out` not `[n, o]`.
 * @throws RangeError if `out` is one of the inputs.
 */
export function linear(scope: Scope, { x, w, bias, addend, out }: LinearInputs): Tensor {
  const [n, k] = x.shape as [number, number];
  const [o] = w.shape as [number];
  assertShape('linear x', x, [n, k]);
  assertShape('linear w', w, [o, k]);
  if (bias) assertShape('linear bias', bias, [o]);
  if (addend) assertShape('linear addend', addend, [n, o]);
  const y = out ?? scope.empty([n, o], 'linear.y');
  assertShape('linear out', y, [n, o]);
  assertNotAliased('linear out', y, { x, w, bias, addend });

  if (!fillVectors(k, o)) {
    const strides = { aRow: k, aInner: 1, bInner: 1, bColumn: k, inner: k };
    return stridedMatmul(scope, { a: x, b: w, ...strides, bias, addend, out: y });
  }
  const flags = { hasBias: bias ? 1 : 0, hasAddend: addend ? 1 : 0 };
  const tensors = { x, w, bias: bias ?? w, addend: addend ?? w, y };
  kernel.dispatch(scope, { n, k, o, ...flags }, tensors, tileGroups(scope.gpu.adapter, n, o));
  return y;
}
