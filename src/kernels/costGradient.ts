import text from '../../shaders/costGradient.wgsl?raw';
import { assertShape, defineKernel, type Scope, ShapeError, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { compose } from './compose';
import { GROUND_COSTS } from './groundCost';
import type { GroundCost } from './otProblem';
import { problemAt, type RaggedBatch } from './ragged';

/** Columns that a workgroup takes; the shader's `BLOCK`. */
const BLOCK = 16;
const kernel = defineKernel({
  name: 'costGradient',
  source: compose(text),
  // 32 lanes of four dimensions cover d = 128 in one go.
  constants: ({ software }) => ({ W: software ? 4 : 32 }),
});

export interface CostGradientInputs {
  /** [entries], derivative of a loss by the cost; the plan itself gives the plan-fixed gradient. */
  readonly dC: Tensor;
  /** [N, d], any vectors, those that the cost was made of. */
  readonly x: Tensor;
  /** [M, d]. */
  readonly y: Tensor;
  readonly batch: RaggedBatch;
  /** Default cosine. */
  readonly cost?: GroundCost;
  /** What the loss is multiplied by, for example 1 / B. */
  readonly scale: number;
  /** [M, d]; made in `scope` unless given. */
  readonly out?: Tensor;
}

/**
 * Gradient of a loss by the raw y from its derivative by the cost of `groundCost`. Under the cosine cost a
 * vector shorter than 1e-12 has no direction: such a y gets 0, such an x has no part. The position prior
 * does not depend on y.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `dY`, shape `[M, d]`.
 * @throws ShapeError if a tensor does not fit the batch.
 * @throws RangeError if `out` is another of the tensors.
 * @see docs/optimal-transport.md, section 3
 */
export function costGradient(scope: Scope, inputs: CostGradientInputs): Tensor {
  const { dC, x, y, batch, cost = 'cosine', scale } = inputs;
  const { count, rows, columns, entries, problems, planOffsets, layout } = batch;
  const d = y.shape[1];
  if (y.shape.length !== 2 || d === undefined || d === 0)
    throw new ShapeError('costGradient y', y.shape, [columns, d || 1]);
  assertShape('costGradient y', y, [columns, d]);
  assertShape('costGradient x', x, [rows, d]);
  assertShape('costGradient dC', dC, [entries]);
  const dY = inputs.out ?? scope.empty([columns, d], 'costGradient.dY');
  assertShape('costGradient out', dY, [columns, d]);
  assertNotAliased('costGradient out', dY, { dC, x, y });
  let widest = 0;
  for (let b = 0; b < count; b++) widest = Math.max(widest, problemAt(layout, b).m);
  const blocks = Math.ceil(widest / BLOCK);
  const groups = count * blocks;
  kernel.dispatch(
    scope,
    { groups, blocks, d, kind: GROUND_COSTS[cost], scale },
    { dC, x, y, problems, planOffsets, dY },
    groups,
  );
  return dY;
}
