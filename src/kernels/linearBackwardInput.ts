import source from '../../shaders/linearBackwardInput.wgsl?raw';
import { assertShape, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { fillVectors, tileGroups } from './matmulTile';
import { stridedMatmul } from './stridedMatmul';
import { isFloat, type WeightTensor, weightKernels, weightSize } from './weightStorage';

const kernelFor = weightKernels('linearBackwardInput', source);

export interface LinearBackwardInputInputs {
  /** `[n, o]`, gradient of the layer's output. */
  dy: Tensor;
  /** `[o, k]`, the layer's weights; or halves `[o, k / 2]`, both sides multiples of 4. */
  w: WeightTensor;
  /** `[n, k]`, overwritten and returned; none of the inputs. */
  out?: Tensor | undefined;
}

/**
 * The gradient of `linear` with respect to its input, `dx = dy w`. Widths `k` and `o` that are
 * multiples of 4 take the register-tiled kernel, others `stridedMatmul`. Halves are summed in float32.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `dx`, shape `[n, k]`.
 * @throws ShapeError if `dy` and `w` do not share `o`, or `out` is not `[n, k]`.
 * @throws RangeError if `out` is one of the inputs, or `w` is halves of widths that are no multiples of 4.
 */
export function linearBackwardInput(
  scope: Scope,
  { dy, w, out }: LinearBackwardInputInputs,
): Tensor {
  const { o, k } = weightSize('linearBackwardInput w', w);
  const [n] = dy.shape as [number];
  assertShape('linearBackwardInput dy', dy, [n, o]);
  const dx = out ?? scope.empty([n, k], 'linearBackwardInput.dx');
  assertShape('linearBackwardInput out', dx, [n, k]);
  assertNotAliased('linearBackwardInput out', dx, { dy, w });

  if (isFloat(w) && !fillVectors(k, o)) {
    const strides = { aRow: o, aInner: 1, bInner: k, bColumn: 1, inner: o };
    return stridedMatmul(scope, { a: dy, b: w, ...strides, out: dx });
  }
  kernelFor(w).dispatch(scope, { n, k, o }, { dy, w, dx }, tileGroups(scope.gpu.adapter, n, k));
  return dx;
}
