import source from '../../shaders/layerNormAffine.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const W = 32;
const kernel = defineKernel({
  name: 'layerNormAffine',
  source,
  lazy: true,
  constants: () => ({ W }),
});

export interface LayerNormAffineInputs {
  /** `[n, d]`, gradient of the output. */
  dy: Tensor;
  /** `[n, d]`, input of `layerNorm`. */
  x: Tensor;
  /** `[n]`, results of `layerNorm`. */
  mean: Tensor;
  rstd: Tensor;
  /** `[d]`, added to; different tensors, none of the inputs. */
  gammaInto: Tensor;
  betaInto: Tensor;
}

/**
 * Adds the gradients of `layerNorm` with respect to gamma and beta, summed over rows in a fixed order.
 *
 * @throws ShapeError if shapes do not fit; RangeError if a target is another tensor of the call.
 */
export function layerNormAffine(scope: Scope, inputs: LayerNormAffineInputs): void {
  const { dy, x, mean, rstd, gammaInto: dgamma, betaInto: dbeta } = inputs;
  const [n, d] = x.shape as [number, number];
  assertShape('layerNormAffine x', x, [n, d]);
  assertShape('layerNormAffine dy', dy, [n, d]);
  assertShape('layerNormAffine mean', mean, [n]);
  assertShape('layerNormAffine rstd', rstd, [n]);
  assertShape('layerNormAffine gammaInto', dgamma, [d]);
  assertShape('layerNormAffine betaInto', dbeta, [d]);
  assertNotAliased('layerNormAffine gammaInto', dgamma, { dy, x, mean, rstd, betaInto: dbeta });
  assertNotAliased('layerNormAffine betaInto', dbeta, { dy, x, mean, rstd });
  const tensors = { dy, x, mean, rstd, dgamma, dbeta };
  kernel.dispatch(scope, { n, d }, tensors, Math.ceil(d / W));
}
