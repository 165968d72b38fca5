import source from '../../shaders/linearBackwardWeight.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { fillVectors, tileConstants, tileGroups } from './matmulTile';
import { stridedMatmul } from './stridedMatmul';

const kernel = defineKernel({ name: 'linearBackwardWeight', source, constants: tileConstants });

/**
 * Rows per dispatch: no f32 accumulator takes thousands of terms. An outer loop in the shader would
 * do the same, but made SwiftShader's compiler run out of memory.
 */
const SPAN = 512;

export interface LinearBackwardWeightInputs {
  /** `[n, o]`, gradient of the layer's output. */
  dy: Tensor;
  /** `[n, k]`, the layer's input. */
  x: Tensor;
  /** `[o, k]`, overwritten (or added to) and returned; none of the inputs. */
  out?: Tensor | undefined;
  /** Adds to `out` instead of overwriting it, default false. */
  accumulate?: boolean | undefined;
}

/**
 * The gradient of `linear` with respect to its weights, `dw = dy^T x`, summed over `n` in a fixed
 * order. Widths `k` and `o` that are multiples of 4 take the register-tiled kernel, others
 * `stridedMatmul`. Without rows it is zero, and nothing is added.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `dw`, shape `[o, k]`.
 * @throws ShapeError if `dy` and `x` do not share `n`, or `out` is not `[o, k]`.
 * @throws RangeError if `out` is one of the inputs, or there is none to accumulate in.
 */
export function linearBackwardWeight(
  scope: Scope,
  { dy, x, out, accumulate = false }: LinearBackwardWeightInputs,
): Tensor {
  const [n, o] = dy.shape as [number, number];
  const [, k] = x.shape as [number, number];
  assertShape('linearBackwardWeight dy', dy, [n, o]);
  assertShape('linearBackwardWeight x', x, [n, k]);
  if (accumulate && !out) throw new RangeError('linearBackwardWeight: accumulate needs out');
  const dw = out ?? scope.empty([o, k], 'linearBackwardWeight.dw');
  assertShape('linearBackwardWeight out', dw, [o, k]);
  assertNotAliased('linearBackwardWeight out', dw, { dy, x });

  if (n === 0 && accumulate) return dw;
  if (n === 0 || !fillVectors(k, o)) {
    const strides = { aRow: 1, aInner: o, bInner: k, bColumn: 1, inner: n };
    return stridedMatmul(scope, { a: dy, b: x, ...strides, out: dw, accumulate });
  }
  const groups = tileGroups(scope.gpu.adapter, o, k);
  for (let first = 0; first < n; first += SPAN) {
    const params = { k, o, first, last: Math.min(first + SPAN, n) };
    const adds = accumulate || first > 0 ? 1 : 0;
    kernel.dispatch(scope, { ...params, adds }, { dy, x, dw }, groups);
  }
  return dw;
}
