import source from '../../shaders/transportPlan.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';

import type { RaggedBatch } from './ragged';
import { assertEps } from './sinkhornSettings';

const kernel = defineKernel({
  name: 'transportPlan',
  source,
  constants: ({ software }) => ({ W: software ? 4 : 64 }),
});

export interface TransportPlanInputs {
  /** [entries]. */
  readonly cost: Tensor;
  /** [N], row potentials in the unit of `cost`, as `sinkhornLog` gives them. */
  readonly f: Tensor;
  /** [M], column potentials, likewise. */
  readonly g: Tensor;
  readonly batch: RaggedBatch;
  /** The eps that the potentials were made with. */
  readonly eps: number;
  readonly out?: PlanAndLoss;
}

export interface PlanAndLoss {
  /** [entries], mass moved from row i to column j, per problem n x m row-major. */
  readonly plan: Tensor;
  /** [B], what the plan costs, `<plan, cost>`. */
  readonly loss: Tensor;
}

/**
 * Turns potentials into transport plans, `plan[i,j] = exp((f[i] + g[j] - cost[i,j]) / eps)`, and gives
 * each problem's transport cost `loss[b] = <plan, cost>` without the entropy. Weights are inside f and g.
 * Entries are capped at 1, so that no eps overflows.
 *
 * @param scope owns the results, unless `out` is given.
 * @throws ShapeError if a tensor does not fit the batch.
 * @throws RangeError if `eps` is not a positive finite number.
 * @see Peyré & Cuturi 2019, section 4.4
 */
export function transportPlan(scope: Scope, inputs: TransportPlanInputs): PlanAndLoss {
  const { cost, f, g, batch, eps } = inputs;
  const { count, rows, columns, entries, problems, planOffsets } = batch;
  assertEps('transportPlan', eps);
  assertShape('transportPlan cost', cost, [entries]);
  assertShape('transportPlan f', f, [rows]);
  assertShape('transportPlan g', g, [columns]);
  const { plan, loss } = inputs.out ?? {
    plan: scope.empty([entries], 'transportPlan.plan'),
    loss: scope.empty([count], 'transportPlan.loss'),
  };
  assertShape('transportPlan out.plan', plan, [entries]);
  assertShape('transportPlan out.loss', loss, [count]);
  const tensors = { cost, f, g, problems, planOffsets, plan, loss };
  kernel.dispatch(scope, { count, scale: Math.LOG2E / eps }, tensors, count);
  return inputs.out ?? { plan, loss };
}
