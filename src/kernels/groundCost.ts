import source from '../../shaders/groundCost.wgsl?raw';
import { assertShape, defineKernel, type Scope, ShapeError, type Tensor } from '../gpu';
import type { GroundCost } from './otProblem';
import type { RaggedBatch } from './ragged';

const kernel = defineKernel({
  name: 'groundCost',
  source,
  // SwiftShader runs four lanes at once; a wider workgroup would only idle on short sentences.
  constants: ({ software }) => ({ W: software ? 4 : 16 }),
});

/** The number by which shaders know a cost. */
export const GROUND_COSTS: Readonly<Record<GroundCost, number>> = {
  cosine: 0,
  'squared-euclidean': 1,
  dot: 2,
};

export interface GroundCostInputs {
  /** [N, d], any vectors. */
  readonly x: Tensor;
  /** [M, d]. */
  readonly y: Tensor;
  readonly batch: RaggedBatch;
  /** Default cosine. */
  readonly cost?: GroundCost;
  /** Strength of the position prior; default 0. */
  readonly distortion?: number;
  /** [entries]; made in `scope` unless given. */
  readonly out?: Tensor;
}

/**
 * Cost of every token pair within each problem: `1 - cos(x_i, y_j)` in [0, 2], `|x_i - y_j|^2` or
 * `-<x_i, y_j>`, plus the position prior `distortion * ((i + .5) / n - (j + .5) / m)^2`. A vector
 * shorter than 1e-12 has no direction: its cosine cost is 1 to every token. Vectors longer than about
 * 1e18 overflow the squares of float32.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `cost`, shape `[entries]`, per problem n x m row-major from `planOffsets[b]`.
 * @throws ShapeError if `x` is not `[N, d]`, `y` not `[M, d]`, or `out` not `[entries]`.
 */
export function groundCost(scope: Scope, inputs: GroundCostInputs): Tensor {
  const { x, y, batch, cost: kind = 'cosine', distortion = 0, out } = inputs;
  const { rows, columns, entries, problems, planOffsets, rowTiles } = batch;
  const d = x.shape[1];
  if (x.shape.length !== 2 || d === undefined || d === 0)
    throw new ShapeError('groundCost x', x.shape, [rows, d || 1]);
  assertShape('groundCost x', x, [rows, d]);
  assertShape('groundCost y', y, [columns, d]);
  const cost = out ?? scope.empty([entries], 'groundCost.cost');
  assertShape('groundCost out', cost, [entries]);
  const tiles = rowTiles.shape[0]!;
  kernel.dispatch(
    scope,
    { tiles, d, kind: GROUND_COSTS[kind], distortion },
    { x, y, problems, planOffsets, rowTiles, cost },
    tiles,
  );
  return cost;
}
