import source from '../../shaders/planGradient.wgsl?raw';
import { assertShape, defineKernel, type Scope, ShapeError, type Tensor } from '../gpu';
import type { RaggedBatch } from './ragged';

const kernel = defineKernel({
  name: 'planGradient',
  source,
  // 32 lanes of four dimensions cover d = 128 in one go.
  constants: ({ software }) => ({ W: software ? 4 : 32 }),
});

export interface PlanGradientInputs {
  /** [entries]. */
  readonly plan: Tensor;
  /** [M, d], the vectors that the cost was made with. */
  readonly y: Tensor;
  readonly batch: RaggedBatch;
  /** What the summed loss is multiplied by, for example 1 / B. */
  readonly scale: number;
  /** [N, d]; made in `scope` unless given. */
  readonly out?: Tensor;
}

/**
 * Gradient of `scale * sum_b <plan_b, cost_b>` with respect to the unit vectors x, the plan held fixed:
 * `dX[i] = -scale * sum_j plan[i,j] y[j]`, because `cost = 1 - <x, y>`.
 *
 * At a converged plan this is the exact gradient of the regularised value `<P,C> + eps KL(P | ab')`
 * (envelope theorem), not of `<P,C>` alone. It is with respect to the normalised vectors; the
 * projection onto the sphere belongs to the backward pass of the normalisation.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `dX`, shape `[N, d]`.
 * @throws ShapeError if a tensor does not fit the batch.
 * @see Feydy et al. 2019, Interpolating between Optimal Transport and MMD
 */
export function planGradient(scope: Scope, inputs: PlanGradientInputs): Tensor {
  const { plan, y, batch, scale, out } = inputs;
  const { rows, columns, entries, problems, planOffsets, rowTiles } = batch;
  const d = y.shape[1];
  if (y.shape.length !== 2 || d === undefined || d === 0)
    throw new ShapeError('planGradient y', y.shape, [columns, d || 1]);
  assertShape('planGradient y', y, [columns, d]);
  assertShape('planGradient plan', plan, [entries]);
  const dX = out ?? scope.empty([rows, d], 'planGradient.dX');
  assertShape('planGradient out', dX, [rows, d]);
  const tiles = rowTiles.shape[0]!;
  const tensors = { plan, y, problems, planOffsets, rowTiles, dX };
  kernel.dispatch(scope, { tiles, d, scale }, tensors, tiles);
  return dX;
}
