import type { Scope, Tensor } from '../gpu';
import {
  costGradient,
  groundCost,
  implicitPlanGradient,
  type OtSettings,
  unrolledPlanGradient,
} from '../kernels';
import { assertBalanced, refineOt } from './refineOt';
import { solveOt } from './solveOt';
import type { OtGradient, OtProblem } from './types';

/**
 * The gradient named `kind` of the sum over problems, by the raw student vectors y. `unrolled` goes through all
 * iterations at one eps from g = 0, whatever tolerance, schedule, relaxation and start say.
 *
 * @returns `[M, d]`, owned by `scope`.
 * @throws RangeError if `kind` is not `plan-fixed` and the marginals are not balanced, or a problem is too
 *   large for the kernel (implicit: 256 tokens on the smaller side; unrolled: 64 on each).
 * @throws ShapeError if a tensor does not fit the batch.
 * @see docs/optimal-transport.md, Gradients
 */
export function otGradient(
  scope: Scope,
  problem: OtProblem,
  settings: OtSettings,
  kind: OtGradient,
): Tensor {
  if (kind === 'plan-fixed') return solveOt(scope, problem, settings, { gradient: true }).gradient!;
  assertBalanced(`otGradient ${kind}`, settings);
  const { x, y, batch, weights } = problem;
  const { eps, iterations, cost: kindOfCost = 'cosine', distortion = 0 } = settings;
  using inner = scope.gpu.scope();
  const cost = groundCost(inner, { x, y, batch, cost: kindOfCost, distortion });
  const dC =
    kind === 'implicit'
      ? implicitPlanGradient(inner, {
          plan: refineOt(inner, problem, settings, { plan: true }).plan!,
          cost,
          batch,
          eps,
        })
      : unrolledPlanGradient(inner, { cost, ...(weights && { weights }), batch, eps, iterations });
  return costGradient(scope, { dC, x, y, batch, cost: kindOfCost, scale: 1 });
}
