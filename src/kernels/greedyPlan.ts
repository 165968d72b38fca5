import source from '../../shaders/greedyPlan.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import type { RaggedBatch } from './ragged';

const kernel = defineKernel({
  name: 'greedyPlan',
  source,
  constants: ({ software }) => ({ W: software ? 4 : 64 }),
});

export interface GreedyPlanInputs {
  /** [entries], any finite cost. */
  readonly cost: Tensor;
  readonly batch: RaggedBatch;
  readonly out?: PlanAndLoss;
}

export interface PlanAndLoss {
  /** [entries], mass moved from row i to column j, per problem n x m row-major. */
  readonly plan: Tensor;
  /** [B], what the plan costs, `<plan, cost>`. */
  readonly loss: Tensor;
}

/**
 * Aligns each row with its cheapest column: `plan[i,j] = 1/n` at the first smallest cost of row i, 0
 * elsewhere, and `loss[b] = <plan, cost>`. Rows have weight 1/n; columns are free, so many rows may
 * share one. `planGradient` applies to this plan as to any other.
 *
 * @param scope owns the results, unless `out` is given.
 * @throws ShapeError if a tensor does not fit the batch.
 * @see Jalili Sabet et al. 2020, SimAlign (one direction of its Argmax)
 */
export function greedyPlan(scope: Scope, { cost, batch, out }: GreedyPlanInputs): PlanAndLoss {
  const { count, entries, problems, planOffsets } = batch;
  assertShape('greedyPlan cost', cost, [entries]);
  const { plan, loss } = out ?? {
    plan: scope.empty([entries], 'greedyPlan.plan'),
    loss: scope.empty([count], 'greedyPlan.loss'),
  };
  assertShape('greedyPlan out.plan', plan, [entries]);
  assertShape('greedyPlan out.loss', loss, [count]);
  kernel.dispatch(scope, { count }, { cost, problems, planOffsets, plan, loss }, count);
  return out ?? { plan, loss };
}
