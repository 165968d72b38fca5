import type { Scope } from '../gpu';
import { assertSinkhornSettings, groundCost, sinkhornLog, transportPlan } from '../kernels';
import type { OtProblem, OtResult, OtSettings } from './types';
import { uniformLogWeights } from './uniformLogWeights';

/**
 * Solves entropic optimal transport with cosine cost for every problem of a ragged batch,
 *
 *   plan = argmin <P, C> + eps KL(P | a b'),  P 1 = a,  P' 1 = b,  C = 1 - x y'
 *
 * by log-domain Sinkhorn from g = 0, rows first. Nothing is read back; three dispatches in all. No eps in
 * 1e-12..1e12 gives a NaN, and zero vectors cost 1 to everything.
 *
 * **When it does not converge.** The iterations needed grow like 1 / eps: on token vectors a row error
 * of 1e-3 takes about 30 at eps 0.05, 75 at 0.02 and 480 at 0.005, and near-permutations (n = m, clean
 * pairs) take thousands for the last digits. `status` tells the true L1 row error of each problem: where it
 * is too high, raise `iterations`, set `tolerance` so that easy problems stop early, or raise `eps`.
 * A plan that has not converged still has exact column sums; only its rows are off by `status`.
 * Below eps 1e-4 the rounding of float32 costs (6e-8 / eps) shows in the plan.
 *
 * @param scope owns the results, unless `out` is given.
 * @param out results of an earlier call for a batch of the same sizes, to be overwritten.
 * @throws RangeError if `eps` is not positive and finite, `iterations` < 1 or `tolerance` < 0.
 * @throws ShapeError if a tensor does not fit the batch.
 * @see Peyré & Cuturi 2019, Computational Optimal Transport, chapter 4
 */
export function solveOt(
  scope: Scope,
  problem: OtProblem,
  settings: OtSettings,
  out?: OtResult,
): OtResult {
  assertSinkhornSettings('solveOt', settings);
  const { x, y, batch } = problem;
  const { problems } = batch.layout;
  using weights = scope.gpu.scope();
  const logA = problem.logA ?? uniformLogWeights(weights, everyFourth(problems, 2));
  const logB = problem.logB ?? uniformLogWeights(weights, everyFourth(problems, 3));

  const cost = groundCost(scope, { x, y, batch, ...(out && { out: out.cost }) });
  const solved = sinkhornLog(scope, { cost, logA, logB, batch, ...settings, ...(out && { out }) });
  const { f, g, status } = solved;
  const { eps } = settings;
  const { plan, loss } = transportPlan(scope, { cost, f, g, batch, eps, ...(out && { out }) });
  return out ?? { cost, plan, loss, f, g, status };
}

function everyFourth(table: Uint32Array, first: number): Uint32Array {
  return table.filter((_, at) => at % 4 === first);
}
