import type { Gpu, Scope } from '../gpu';
import {
  assertOtSettings,
  fusedSolver,
  largeOt,
  MAX_FUSED,
  type OtSettings,
  type OtWanted,
  problemAt,
  type RaggedBatch,
  STATUS_SIZE,
} from '../kernels';
import type { OtProblem, OtResult } from './types';

/**
 * Solves entropic optimal transport for every problem of a ragged batch on the device, without a readback:
 * problems up to 64 x 64 in one fused dispatch, larger ones one after the other by several workgroups each.
 *
 * **When it does not converge.** The iterations needed grow like 1 / eps: on token vectors a row error of
 * 1e-3 takes about 30 at eps 0.05, 75 at 0.02 and 480 at 0.005, and near-permutations (n = m, clean pairs)
 * take thousands for the last digits. `status` tells the true errors of each problem: where they are too
 * high, raise `iterations` and set `tolerance` so that easy problems stop early, or finish with `refineOt`,
 * or raise eps. Below eps 1e-4 the rounding of float32 costs (6e-8 / eps) shows in the plan.
 *
 * @param scope owns the results, unless `out` is given.
 * @param settings `scale` multiplies the gradient (default 1), for example 1 / B.
 * Problems beyond 64 tokens are not over-relaxed.
 *
 * @param out results of an earlier call for a batch of the same sizes, to be overwritten.
 * @throws RangeError if a setting makes no sense, a problem is too large for the device, or `out` lacks what
 *   is wanted.
 * @throws ShapeError if a tensor does not fit the batch.
 * @see Peyré & Cuturi 2019, Computational Optimal Transport, chapter 4
 */
export function solveOt(
  scope: Scope,
  problem: OtProblem,
  settings: OtSettings & { readonly scale?: number },
  wanted: OtWanted = {},
  out?: OtResult,
): OtResult {
  assertOtSettings('solveOt', settings);
  const { batch, x, y, weights, start } = problem;
  const result = out ?? allocate(scope, problem, wanted);
  for (const what of ['gradient', 'plan'] as const)
    if (wanted[what] && !result[what])
      throw new RangeError(`solveOt: ${what} is wanted, but out has no ${what}`);
  if (start && start.buffer !== result.potentials.buffer) scope.copy(start, result.potentials);
  const shared = { x, y, batch, ...(weights && { weights }) };
  const warm = start && { start: result.potentials };
  const { fused, large } = bySolver(scope.gpu, batch);
  for (const [solver, only] of fused)
    solver(scope, { ...shared, ...warm, only }, settings, wanted, result);
  // Over-relaxation changes how fast a large problem gets there, not where.
  const plainly = { ...settings, relaxation: 'none' } as const;
  for (const problem of large)
    largeOt(
      scope,
      { ...shared, problem, warm: start !== undefined },
      plainly,
      asked(result, wanted),
    );
  return result;
}

/** Without what was not asked for, though an earlier call left room for it. */
function asked(result: OtResult, wanted: OtWanted): OtResult {
  const { status, potentials, gradient, plan } = result;
  return {
    status,
    potentials,
    ...(wanted.gradient && gradient && { gradient }),
    ...(wanted.plan && plan && { plan }),
  };
}

type FusedSolver = ReturnType<typeof fusedSolver>;

/** The problems of each solver: small ones share a dispatch. */
function bySolver(gpu: Gpu, { layout }: RaggedBatch) {
  const fused = new Map<FusedSolver, number[]>();
  const large: number[] = [];
  for (let b = 0; b < layout.count; b++) {
    const { n, m } = problemAt(layout, b);
    if (Math.max(n, m) > MAX_FUSED) large.push(b);
    else {
      const solver = fusedSolver(gpu, n, m);
      const problems = fused.get(solver);
      if (problems) problems.push(b);
      else fused.set(solver, [b]);
    }
  }
  return { fused, large };
}

function allocate(scope: Scope, { batch, y }: OtProblem, wanted: OtWanted): OtResult {
  const { count, rows, columns, entries } = batch;
  return {
    status: scope.empty([count, STATUS_SIZE], 'solveOt.status'),
    potentials: scope.empty([rows + columns], 'solveOt.potentials'),
    ...(wanted.gradient && { gradient: scope.empty(y.shape, 'solveOt.gradient') }),
    ...(wanted.plan && { plan: scope.empty([entries], 'solveOt.plan') }),
  };
}
