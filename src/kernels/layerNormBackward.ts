import source from '../../shaders/layerNormBackward.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { compose } from './compose';
import { rowLanes } from './rowLanes';

const kernel = defineKernel({
  name: 'layerNormBackward',
  source: compose(source),
  lazy: true,
  constants: rowLanes,
});

export interface LayerNormBackwardInputs {
  /** `[n, d]`, gradient of the output. */
  dy: Tensor;
  /** `[n, d]`, input of `layerNorm`. */
  x: Tensor;
  /** `[d]`. */
  gamma: Tensor;
  /** `[n]`, results of `layerNorm`. */
  mean: Tensor;
  rstd: Tensor;
  /** `[n, d]`, overwritten and returned; none of the inputs. */
  out?: Tensor | undefined;
}

/**
 * The gradient of `layerNorm` with respect to its input; those of gamma and beta are `layerNormAffine`.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `dx`, shape `[n, d]`.
 * @throws ShapeError if shapes do not fit; RangeError if `out` is one of the inputs.
 */
export function layerNormBackward(scope: Scope, inputs: LayerNormBackwardInputs): Tensor {
  const { dy, x, gamma, mean, rstd, out } = inputs;
  const [n, d] = x.shape as [number, number];
  assertShape('layerNormBackward x', x, [n, d]);
  assertShape('layerNormBackward dy', dy, [n, d]);
  assertShape('layerNormBackward gamma', gamma, [d]);
  assertShape('layerNormBackward mean', mean, [n]);
  assertShape('layerNormBackward rstd', rstd, [n]);
  const dx = out ?? scope.empty([n, d], 'layerNormBackward.dx');
  assertShape('layerNormBackward out', dx, [n, d]);
  assertNotAliased('layerNormBackward out', dx, { dy, x, gamma, mean, rstd });
  kernel.dispatch(scope, { n, d }, { dy, x, gamma, mean, rstd, dx }, n);
  return dx;
}
