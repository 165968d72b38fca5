import { ShapeError } from '../gpu';
import {
  assertSinkhornSettings,
  groundCostCpu,
  type OtSettings,
  raggedLayout,
  sinkhornLogCpu,
  transportPlanCpu,
} from '../kernels';
import type { OtProblemCpu, OtResultCpu } from './types';

const CONVERGED = 1e-4;

/**
 * Solves one problem of entropic optimal transport on the host in float64, for the picture that is
 * shown before a GPU is ready and for reference: what `solveOt` does, through the kernels' own twins.
 * Stable for eps from 1e-4 to 10. See `solveOt` for what to do where `converged` is false.
 *
 * @throws RangeError if a setting makes no sense, or there are no rows or no columns.
 * @throws ShapeError if `x` is not n * d or `y` not m * d long.
 */
export function solveOtCpu(problem: OtProblemCpu, settings: OtSettings): OtResultCpu {
  assertSinkhornSettings('solveOtCpu', settings);
  const { x, y, n, m, d } = problem;
  if (x.length !== n * d) throw new ShapeError('solveOtCpu x', [x.length], [n * d]);
  if (y.length !== m * d) throw new ShapeError('solveOtCpu y', [y.length], [m * d]);
  const layout = raggedLayout([n], [m]);
  const logA = problem.logA ?? new Float64Array(n).fill(-Math.log(n));
  const logB = problem.logB ?? new Float64Array(m).fill(-Math.log(m));

  const cost = groundCostCpu({ x, y, d, layout });
  const { f, g, status } = sinkhornLogCpu({ cost, logA, logB, layout, ...settings });
  const { plan, loss } = transportPlanCpu({ cost, f, g, layout, eps: settings.eps });
  const marginalError = status[0]!;
  return {
    cost,
    plan,
    loss: loss[0]!,
    f,
    g,
    marginalError,
    iterations: status[1]!,
    converged: marginalError <= (settings.tolerance || CONVERGED),
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
