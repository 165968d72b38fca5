import {
  costGradient,
  costGradientCpu,
  groundCost,
  groundCostCpu,
  planLoss,
  planLossCpu,
} from '../../kernels';
import { deviceSides, hostResult, hostSides, type LossContext } from './context';
import { scaleValues } from './hostTransport';
import type { LossResult } from './types';

/**
 * `<P, C>` with plans computed beforehand; C is the cost of `settings.ot`, position prior included.
 *
 * @param plans one `[teacher tokens, student tokens]` after the other.
 * @throws RangeError if they have not as many entries as the batch.
 */
export function givenPlans(context: LossContext, plans: Float32Array): LossResult {
  const { ops, d, count, settings } = context;
  const layout = context.layout('teacher');
  if (plans.length !== layout.entries)
    throw new RangeError(
      `evaluateLoss: plans have ${plans.length} entries, the batch has ${layout.entries}`,
    );
  const { cost: kind = 'cosine', distortion = 0 } = settings.ot;
  if (ops.kind === 'wgsl') {
    const { student: y, teacher: x } = deviceSides(context);
    const { scope } = ops;
    const batch = context.ragged(ops, 'teacher');
    const plan = scope.upload(plans, [layout.entries], 'givenPlans');
    const cost = groundCost(scope, { x, y, batch, cost: kind, distortion });
    return {
      loss: planLoss(scope, { plan, cost, batch }),
      gradient: costGradient(scope, { dC: plan, x, y, batch, cost: kind, scale: 1 / count }),
    };
  }
  const { student: y, teacher: x } = hostSides(ops, context);
  const cost = groundCostCpu({ x, y, d, layout, cost: kind, distortion });
  const gradient = costGradientCpu({ dC: plans, x, y, d, layout, cost: kind });
  const loss = planLossCpu(plans, cost, layout);
  return hostResult(ops, context, loss, scaleValues(gradient, 1 / count));
}
