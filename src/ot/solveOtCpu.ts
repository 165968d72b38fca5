import { ShapeError } from '../gpu';
import {
  assertOtSettings,
  fusedOtCpu,
  type OtSettings,
  raggedLayout,
  readStatus,
} from '../kernels';
import type { OtProblemCpu, OtResultCpu } from './types';

/**
 * Solves one problem of entropic optimal transport on the host in float64, for the picture that is shown
 * before a GPU is ready and for reference. In logarithms throughout, so stable for any eps that the settings
 * allow. docs/optimal-transport.md says what to do where `converged` is false.
 *
 * @throws RangeError if a setting makes no sense, or there are no rows or no columns.
 * @throws ShapeError if `x` is not n * d, `y` not m * d, or `weights` or `start` not n + m long.
 */
export function solveOtCpu(problem: OtProblemCpu, settings: OtSettings): OtResultCpu {
  assertOtSettings('solveOtCpu', settings);
  const { n, m, d } = problem;
  const sizes = { x: n * d, y: m * d, weights: n + m, start: n + m } as const;
  for (const field of ['x', 'y', 'weights', 'start'] as const) {
    const got = problem[field]?.length ?? sizes[field];
    if (got !== sizes[field]) throw new ShapeError(`solveOtCpu ${field}`, [got], [sizes[field]]);
  }
  const solved = fusedOtCpu({ ...problem, layout: raggedLayout([n], [m]) }, settings);
  const { cost, plan, gradient, potentials } = solved;
  const status = readStatus(solved.status, 0, settings.tolerance);
  return {
    ...status,
    cost,
    plan,
    gradient,
    f: potentials.slice(0, n),
    g: potentials.slice(n),
    marginalError: status.rowError,
    rowEntropy: rowEntropies(plan, n, m),
  };
}

/** `-sum_j p log p` with p the row of the plan divided by its sum; 0 for a row without mass. */
function rowEntropies(plan: Float64Array, n: number, m: number): Float64Array {
  const entropies = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = plan.subarray(i * m, (i + 1) * m);
    const mass = row.reduce((sum, p) => sum + p, 0);
    for (const p of row) if (p > 0) entropies[i]! -= (p / mass) * Math.log(p / mass);
  }
  return entropies;
}
