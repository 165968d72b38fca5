import source from '../../shaders/linear.wgsl?raw';
import { assertShape, type Scope, ShapeError, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { fillVectors, tileGroups } from './matmulTile';
import { stridedMatmul } from './stridedMatmul';
import { isFloat, type WeightTensor, weightKernels, weightSize } from './weightStorage';

const kernelFor = weightKernels('linear', source);

export interface LinearInputs {
  /** `[n, k]`, one row per item. */
  x: Tensor;
  /** `[o, k]`, one row per output; or halves `[o, k / 2]`, both sides multiples of 4. */
  w: WeightTensor;
  /** `[o]`, added to every row. */
  bias?: Tensor | undefined;
  /** `[n, o]`, such as a residual. */
  addend?: Tensor | undefined;
  /** `[n, o]`, overwritten and returned; none of the inputs. */
  out?: Tensor | undefined;
}

/**
 * A linear layer, `y = x w^T (+ bias) (+ addend)`. Widths `k` and `o` that are multiples of 4 take
 * the register-tiled kernel, others `stridedMatmul`. Weights stored as halves are summed in float32.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `y`, shape `[n, o]`.
 * @throws ShapeError if `w` is not `[o, k]`, `bias` not `[o]`, or `addend` or `out` not `[n, o]`.
 * @throws RangeError if `out` is one of the inputs, or `w` is halves of widths that are no multiples of 4.
 */
export function linear(scope: Scope, { x, w, bias, addend, out }: LinearInputs): Tensor {
  const [n, k] = x.shape as [number, number];
  assertShape('linear x', x, [n, k]);
  const { o, k: inputs } = weightSize('linear w', w);
  if (inputs !== k) throw new ShapeError('linear w', [o, inputs], [o, k]);
  if (bias) assertShape('linear bias', bias, [o]);
  if (addend) assertShape('linear addend', addend, [n, o]);
  const y = out ?? scope.empty([n, o], 'linear.y');
  assertShape('linear out', y, [n, o]);
  assertNotAliased('linear out', y, { x, w, bias, addend });

  if (isFloat(w) && !fillVectors(k, o)) {
    const strides = { aRow: k, aInner: 1, bInner: 1, bColumn: k, inner: k };
    return stridedMatmul(scope, { a: x, b: w, ...strides, bias, addend, out: y });
  }
  const flags = { hasBias: bias ? 1 : 0, hasAddend: addend ? 1 : 0 };
  const tensors = { x, w, bias: bias ?? x, addend: addend ?? x, y };
  kernelFor(w).dispatch(scope, { n, k, o, ...flags }, tensors, tileGroups(scope.gpu.adapter, n, o));
  return y;
}
