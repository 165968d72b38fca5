import source from '../../shaders/layerNorm.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { compose } from './compose';
import { rowLanes } from './rowLanes';

const kernel = defineKernel({
  name: 'layerNorm',
  source: compose(source),
  lazy: true,
  constants: rowLanes,
});

export interface LayerNormInputs {
  /** `[n, d]`. */
  x: Tensor;
  /** `[d]`. */
  gamma: Tensor;
  /** `[d]`. */
  beta: Tensor;
  /** At least 1e-30; added to the variance. */
  epsilon: number;
  /** `[n, d]`, overwritten and returned as `y`; none of the inputs. */
  out?: Tensor | undefined;
}

/**
 * Rows to mean 0 and variance 1, times gamma, plus beta. A row of one value gives beta exactly.
 *
 * @param scope owns the results, but for `out`.
 * @returns `y` `[n, d]`; `mean` and `rstd` (1 / sqrt(variance + epsilon)) `[n]` for the backward pass.
 * @throws ShapeError if shapes do not fit; RangeError if `epsilon` is below 1e-30 or `out` is an input.
 * @see Ba, Kiros & Hinton 2016, Layer Normalization
 */
export function layerNorm(
  scope: Scope,
  { x, gamma, beta, epsilon, out }: LayerNormInputs,
): { y: Tensor; mean: Tensor; rstd: Tensor } {
  const [n, d] = x.shape as [number, number];
  assertShape('layerNorm x', x, [n, d]);
  assertShape('layerNorm gamma', gamma, [d]);
  assertShape('layerNorm beta', beta, [d]);
  if (!(epsilon >= 1e-30 && epsilon < 1e30))
    throw new RangeError(`layerNorm: epsilon must be at least 1e-30, got ${epsilon}`);
  const y = out ?? scope.empty([n, d], 'layerNorm.y');
  assertShape('layerNorm out', y, [n, d]);
  assertNotAliased('layerNorm out', y, { x, gamma, beta });
  const [mean, rstd] = [scope.empty([n], 'layerNorm.mean'), scope.empty([n], 'layerNorm.rstd')];
  kernel.dispatch(scope, { n, d, epsilon }, { x, gamma, beta, y, mean, rstd }, n);
  return { y, mean, rstd };
}
