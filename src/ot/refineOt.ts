import type { Scope } from '../gpu';
import {
  type EpsSchedule,
  groundCost,
  newtonStep,
  type OtSettings,
  type OtWanted,
} from '../kernels';
import { solveOt } from './solveOt';
import type { OtProblem, OtResult } from './types';

/** Newton steps that take a plan from 100 plain iterations to rounding at every eps measured (7 at 0.005). */
export const NEWTON_STEPS = 8;

/**
 * Solves balanced transport to the last digits that float32 has: annealed iterations (unless the settings have a
 * schedule), then damped Newton steps on the dual, then one plain iteration, whose status is the one given.
 * Near-permutations, on which plain iterations stall, need it most. A step that does not lower the marginal
 * error is not taken, so the result is never worse.
 *
 * @throws RangeError if the marginals are not balanced, a setting makes no sense, or a problem has more
 *   than 256 tokens on its smaller side.
 * @throws ShapeError if a tensor does not fit the batch.
 * @see Brauer, Clason, Lorenz & Wirth 2017, A Sinkhorn-Newton method for entropic optimal transport
 */
export function refineOt(
  scope: Scope,
  problem: OtProblem,
  settings: OtSettings & { readonly scale?: number },
  wanted: OtWanted = {},
  steps = NEWTON_STEPS,
): OtResult {
  assertBalanced('refineOt', settings);
  const { x, y, batch, weights } = problem;
  const { eps } = settings;
  using inner = scope.gpu.scope();
  const { potentials } = solveOt(inner, problem, { schedule: annealed(eps), ...settings });
  const cost = groundCost(inner, {
    x,
    y,
    batch,
    cost: settings.cost ?? 'cosine',
    distortion: settings.distortion ?? 0,
  });
  for (let step = 0; step < steps; step++)
    newtonStep(inner, { cost, ...(weights && { weights }), potentials, batch, eps });
  const { scale = 1, cost: kind = 'cosine', distortion = 0 } = settings;
  const last = { eps, iterations: 1, scale, cost: kind, distortion };
  return solveOt(scope, { ...problem, start: potentials }, last, wanted);
}

/** Newton needs a start that is near: below eps .01 plain iterations alone leave it too far to come back. */
function annealed(eps: number): EpsSchedule {
  return { kind: 'geometric', from: 16 * eps, factor: 0.9 };
}

/** @throws RangeError unless the marginals are the weights. */
export function assertBalanced(where: string, { marginals }: OtSettings): void {
  if (marginals && marginals.kind !== 'balanced')
    throw new RangeError(`${where}: only balanced marginals, got ${marginals.kind}`);
}
