import source from '../../shaders/dropout.wgsl?raw';
import { assertShape, defineKernel, type Scope, sizeOf, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { compose } from './compose';
import { dropoutStream, dropoutThreshold } from './dropoutHash';

const W = 256;
const kernel = defineKernel({
  name: 'dropout',
  source: compose(source),
  lazy: true,
  constants: () => ({ W }),
});

export interface DropoutInputs {
  /** Any shape. */
  x: Tensor;
  /** Probability of an entry to be zeroed, in [0, 1). */
  rate: number;
  /** A whole number; counts modulo 2^32. */
  seed: number;
  /** The shape of `x`, overwritten and returned; not `x`. */
  out?: Tensor | undefined;
}

/**
 * Zeroes entries at random and divides the others by `1 - rate`. Which ones is a hash of `seed` and the
 * entry's index (see `dropoutKeeps`), so that the same call on the gradient is the backward pass.
 *
 * @param scope owns the result, unless `out` is given.
 * @throws ShapeError if shapes differ; RangeError if `rate` is outside [0, 1) or `out` is `x`.
 * @see Srivastava et al. 2014, Dropout: a simple way to prevent neural networks from overfitting
 */
export function dropout(scope: Scope, { x, rate, seed, out }: DropoutInputs): Tensor {
  const params = {
    count: sizeOf(x.shape),
    stream: dropoutStream(seed),
    threshold: dropoutThreshold(rate),
    scale: 1 / (1 - rate),
  };
  const y = out ?? scope.empty(x.shape, 'dropout.y');
  assertShape('dropout out', y, x.shape);
  assertNotAliased('dropout out', y, { x });
  kernel.dispatch(scope, params, { x, y }, Math.ceil(params.count / W));
  return y;
}
