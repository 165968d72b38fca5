import source from '../../shaders/meanPoolMse.wgsl?raw';
import { assertShape, defineKernel, type Scope, ShapeError, type Tensor } from '../gpu';
import type { RaggedBatch } from './ragged';

const kernel = defineKernel({
  name: 'meanPoolMse',
  source,
  constants: ({ software }) => ({ W: software ? 4 : 64 }),
});

export interface MeanPoolMseInputs {
  /** [N, d]. */
  readonly x: Tensor;
  /** [M, d]. */
  readonly y: Tensor;
  readonly batch: RaggedBatch;
  /** What the summed loss is multiplied by in the gradient, for example 1 / B. */
  readonly scale: number;
  readonly out?: MeanPoolMseOutputs;
}

export interface MeanPoolMseOutputs {
  /** [B], not scaled. */
  readonly loss: Tensor;
  /** [N, d], gradient of `scale * sum_b loss[b]` with respect to x. */
  readonly gradient: Tensor;
}

/**
 * Squared distance between mean vectors, `loss[b] = |mean_i x_i - mean_j y_j|^2` (summed over
 * dimensions, not averaged), and its gradient `scale * 2/n * (mean x - mean y)` for every row of x.
 *
 * @param scope owns the results, unless `out` is given.
 * @throws ShapeError if a tensor does not fit the batch.
 * @see Reimers & Gurevych 2020, Making Monolingual Sentence Embeddings Multilingual
 */
export function meanPoolMse(scope: Scope, inputs: MeanPoolMseInputs): MeanPoolMseOutputs {
  const { x, y, batch, scale, out } = inputs;
  const { count, rows, columns, problems } = batch;
  const d = x.shape[1];
  if (x.shape.length !== 2 || d === undefined || d === 0)
    throw new ShapeError('meanPoolMse x', x.shape, [rows, d || 1]);
  assertShape('meanPoolMse x', x, [rows, d]);
  assertShape('meanPoolMse y', y, [columns, d]);
  const { loss, gradient } = out ?? {
    loss: scope.empty([count], 'meanPoolMse.loss'),
    gradient: scope.empty([rows, d], 'meanPoolMse.gradient'),
  };
  assertShape('meanPoolMse out.loss', loss, [count]);
  assertShape('meanPoolMse out.gradient', gradient, [rows, d]);
  kernel.dispatch(scope, { count, d, scale }, { x, y, problems, loss, gradient }, count);
  return out ?? { loss, gradient };
}
