import source from '../../shaders/cosineCost.wgsl?raw';
import { assertShape, defineKernel, type Scope, ShapeError, type Tensor } from '../gpu';
import type { RaggedBatch } from './ragged';

const kernel = defineKernel({
  name: 'cosineCost',
  source,
  // SwiftShader runs four lanes at once; a wider workgroup would only idle on short sentences.
  constants: ({ software }) => ({ W: software ? 4 : 16 }),
});

export interface CosineCostInputs {
  /** [N, d], rows of unit length or zero. */
  readonly x: Tensor;
  /** [M, d], rows of unit length or zero. */
  readonly y: Tensor;
  readonly batch: RaggedBatch;
  /** [entries]; made in `scope` unless given. */
  readonly out?: Tensor;
}

/**
 * Cosine cost of every token pair within each problem, `cost[i,j] = 1 - <x_i, y_j>`, in [0, 2].
 * A zero vector costs 1 to every token. The rows are taken as they are, not normalised.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `cost`, shape `[entries]`, per problem n x m row-major from `planOffsets[b]`.
 * @throws ShapeError if `x` is not `[N, d]`, `y` not `[M, d]`, or `out` not `[entries]`.
 */
export function cosineCost(scope: Scope, { x, y, batch, out }: CosineCostInputs): Tensor {
  const { rows, columns, entries, problems, planOffsets, rowTiles } = batch;
  const d = x.shape[1];
  if (x.shape.length !== 2 || d === undefined || d === 0)
    throw new ShapeError('cosineCost x', x.shape, [rows, d || 1]);
  assertShape('cosineCost x', x, [rows, d]);
  assertShape('cosineCost y', y, [columns, d]);
  const cost = out ?? scope.empty([entries], 'cosineCost.cost');
  assertShape('cosineCost out', cost, [entries]);
  const tiles = rowTiles.shape[0]!;
  kernel.dispatch(scope, { tiles, d }, { x, y, problems, planOffsets, rowTiles, cost }, tiles);
  return cost;
}
