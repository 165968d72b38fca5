import source from '../../shaders/planLoss.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import type { RaggedBatch } from './ragged';

const kernel = defineKernel({
  name: 'planLoss',
  source,
  constants: ({ software }) => ({ W: software ? 4 : 64 }),
});

export interface PlanLossInputs {
  /** [entries], finite. */
  readonly plan: Tensor;
  /** [entries], finite. */
  readonly cost: Tensor;
  readonly batch: RaggedBatch;
  /** [B], overwritten and returned; neither `plan` nor `cost`. */
  readonly out?: Tensor;
}

/**
 * What given plans cost, `loss[b] = <plan_b, cost_b>`.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `loss`, shape `[B]`.
 * @throws ShapeError if a tensor does not fit the batch; RangeError if `out` is an input.
 */
export function planLoss(scope: Scope, { plan, cost, batch, out }: PlanLossInputs): Tensor {
  const { count, entries, problems, planOffsets } = batch;
  assertShape('planLoss plan', plan, [entries]);
  assertShape('planLoss cost', cost, [entries]);
  const loss = out ?? scope.empty([count], 'planLoss.loss');
  assertShape('planLoss out', loss, [count]);
  assertNotAliased('planLoss out', loss, { plan, cost });
  kernel.dispatch(scope, { count }, { plan, cost, problems, planOffsets, loss }, count);
  return loss;
}
