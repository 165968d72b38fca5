import { largeOtColumnsCpu } from './largeOtColumns.cpu';
import { type LargeOtTokensHost, largeOtCostCpu } from './largeOtCost.cpu';
import { largeOtGradientCpu } from './largeOtGradient.cpu';
import { largeOtPlanCpu } from './largeOtPlan.cpu';
import { largeOtRowsCpu } from './largeOtRows.cpu';
import { largeOtSideCpu } from './largeOtStatus.cpu';
import { CHECK_EVERY, epsAt, type OtSettings, type OtStatus } from './otProblem';
import { LOG_ZERO } from './sinkhornLog';

export interface LargeOtHost extends LargeOtTokensHost {
  /** [n + m]. Default 1/n and 1/m. */
  readonly weights?: ArrayLike<number>;
  /** [n + m], potentials in the unit of cost to start from. */
  readonly start?: ArrayLike<number>;
}

/**
 * Float64 twin of `largeOt` for one problem: the iterations of docs/optimal-transport.md section 2 in
 * logarithms, from the twins of the kernels. Memory and time are those of the plainest loops.
 */
export function largeOtCpu(host: LargeOtHost, settings: OtSettings) {
  const { x, y, d, start } = host;
  const [n, m] = [x.length / d, y.length / d];
  const { marginals, tolerance = 0, schedule } = settings;
  const cost = largeOtCostCpu(host, settings);
  const weights = host.weights ?? Array.from({ length: n + m }, (_, k) => 1 / (k < n ? n : m));
  const log = Float64Array.from(weights, Math.log);
  const [a, b] = [log.subarray(0, n), log.subarray(n)];
  const mass = marginals?.kind === 'partial' ? marginals.mass : undefined;
  const cap = mass === undefined ? Infinity : 0;
  const tau = (rho: number | undefined) => (rho === undefined ? 1 : rho / (rho + settings.eps));
  const rho = marginals?.kind === 'unbalanced' ? marginals : undefined;

  let eps = epsAt(settings, 1);
  let f: Float64Array = new Float64Array(n).fill(-Infinity);
  let g: Float64Array = b.map((value, j) => {
    if (value === -Infinity) return value;
    return start ? start[n + j]! / eps : (marginals?.kind ?? 'balanced') === 'balanced' ? 0 : value;
  });
  let h = mass === undefined ? 0 : Math.log(mass);
  let iterations = 0;
  let exponents = new Float64Array(0);
  for (let done = false; !done && iterations < settings.iterations; ) {
    iterations += 1;
    const next = epsAt(settings, iterations);
    if (schedule?.kind === 'geometric') {
      [f, g] = [f.map((value) => (value * eps) / next), g.map((value) => (value * eps) / next)];
      h = (h * eps) / next;
    }
    if (next !== eps || iterations === 1) exponents = cost.map((value) => -value / next);
    eps = next;
    const rows = largeOtRowsCpu(exponents, f, g, { logWeight: a, tau: tau(rho?.rhoX), cap, h });
    f = rows.f;
    ({ g, h } = largeOtColumnsCpu(
      exponents,
      f,
      { logWeight: b, tau: tau(rho?.rhoY), cap, h },
      mass,
    ));
    const settled = schedule?.kind !== 'proximal' && eps === settings.eps;
    done = settled && tolerance > 0 && iterations % CHECK_EVERY === 0 && rows.residual <= tolerance;
  }

  const { plan, rowSums, columnSums, loss } = largeOtPlanCpu(exponents, cost, f, g, h);
  const all = rowSums.reduce((sum, value) => sum + value, 0);
  const side = { cap };
  const ofX = largeOtSideCpu(
    {
      ...side,
      sums: rowSums,
      weights: Array.from(weights).slice(0, n),
      potentials: f,
      tau: tau(rho?.rhoX),
      ...(rho && { rho: rho.rhoX }),
    },
    eps,
    h,
  );
  const ofY = largeOtSideCpu(
    {
      ...side,
      sums: columnSums,
      weights: Array.from(weights).slice(n),
      potentials: g,
      tau: tau(rho?.rhoY),
      ...(rho && { rho: rho.rhoY }),
    },
    eps,
    h,
  );
  const status: Omit<OtStatus, 'domain' | 'converged'> = {
    loss,
    value: ofX.value + ofY.value + eps * (all * h + 1 - all),
    rowError: ofX.error,
    columnError: ofY.error,
    gap: ofX.gap + ofY.gap + (mass === undefined ? 0 : eps * h * (all - mass)),
    iterations,
    mass: all,
  };
  const potentials = Float64Array.from([...f.map((value) => value + h), ...g], (value) =>
    value === -Infinity ? LOG_ZERO : eps * value,
  );
  const gradient = largeOtGradientCpu(host, plan, settings.cost ?? 'cosine');
  return { status, potentials, plan, gradient };
}
