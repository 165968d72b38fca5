import { ShapeError } from '../gpu';
import { costGradientCpu } from './costGradient.cpu';
import { groundCostCpu } from './groundCost.cpu';
import {
  assertOtSettings,
  CHECK_EVERY,
  DOMAINS,
  epsAt,
  LOG_ZERO,
  marginalsAt,
  type OtSettings,
  STATUS,
  STATUS_SIZE,
} from './otProblem';
import {
  arrived,
  divergenceTerm,
  logSum,
  logSums,
  type Pace,
  paced,
  plainUpdate,
  relaxedStep,
  type Side,
  sideOf,
} from './otRules.cpu';
import { problemAt, type RaggedLayout } from './ragged';

export interface FusedOtHost {
  /** [N, d], raw token vectors of all problems. */
  readonly x: ArrayLike<number>;
  /** [M, d]. */
  readonly y: ArrayLike<number>;
  readonly d: number;
  readonly layout: RaggedLayout;
  /** [N + M], packed by problem: n row weights, then m column weights. Default 1/n and 1/m. */
  readonly weights?: ArrayLike<number>;
  /** [N + M], packed alike, in the unit of cost; the g of each problem is started from. */
  readonly start?: ArrayLike<number>;
}

export interface FusedOtCpuResult {
  /** [B, STATUS_SIZE]; the domain is always `log`. */
  readonly status: Float64Array;
  /** [N + M], f (h inside) and g per problem; eps * LOG_ZERO or so where the weight is zero. */
  readonly potentials: Float64Array;
  /** [M, d], of the regularised value by the raw y. */
  readonly gradient: Float64Array;
  /** [entries]. */
  readonly plan: Float64Array;
  /** [entries]. */
  readonly cost: Float64Array;
}

/**
 * The transport problems of a ragged batch in float64, in logarithms throughout: the twin of `fusedOt`, and the
 * reference of every engine. Section by section docs/optimal-transport.md, as plainly as it can be written.
 *
 * @throws RangeError if a setting makes no sense.
 * @throws ShapeError if an array does not fit the layout.
 */
export function fusedOtCpu(host: FusedOtHost, settings: OtSettings): FusedOtCpuResult {
  assertOtSettings('fusedOtCpu', settings);
  assertSizes(host);
  const { layout, start } = host;
  const { cost: kind, distortion } = settings;
  const weights = host.weights ?? uniformWeights(layout);
  const cost = groundCostCpu({ ...host, ...(kind && { cost: kind }), distortion: distortion ?? 0 });
  const status = new Float64Array(layout.count * STATUS_SIZE);
  const potentials = new Float64Array(layout.rows + layout.columns);
  const plan = new Float64Array(layout.entries);
  for (let b = 0; b < layout.count; b++) {
    const { n, m, at } = problemAt(layout, b);
    const first = marginalsAt(layout.problems, b);
    const here = (all: ArrayLike<number>, from: number, count: number) =>
      Float64Array.from({ length: count }, (_, k) => all[from + k]!);
    const problem: Problem = {
      cost: cost.subarray(at, at + n * m),
      a: here(weights, first, n),
      b: here(weights, first + n, m),
      ...(start && { startG: here(start, first + n, m) }),
    };
    const state = iterate(problem, settings);
    plan.set(planOf(state), at);
    status.set(statusOf(problem, state, plan.subarray(at, at + n * m), settings), STATUS_SIZE * b);
    const { f, g, h, eps } = state;
    potentials.set(
      f.map((u) => eps * (u + h)),
      first,
    );
    potentials.set(
      g.map((v) => eps * v),
      first + n,
    );
  }
  const gradient = costGradientCpu({ ...host, dC: plan, ...(kind && { cost: kind }) });
  return { status, potentials, gradient, plan, cost };
}

interface Problem {
  /** [n, m]. */
  readonly cost: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly startG?: Float64Array;
}

/** Where the iterations have got to; potentials in units of `eps`, that of iteration `k`. */
interface State {
  k: number;
  eps: number;
  /** -C / eps. */
  exponents: Float64Array;
  rows: Side;
  columns: Side;
  f: Float64Array;
  g: Float64Array;
  h: number;
  /** g and h of the iteration before, for the proximal schedule. */
  gBefore: Float64Array;
  hBefore: number;
}

function startOf({ cost, a, b, startG }: Problem, settings: OtSettings): State {
  const eps = epsAt(settings, 1);
  const kind = settings.marginals?.kind ?? 'balanced';
  const columns = sideOf(b, 'rhoY', settings, eps);
  const g = columns.logWeights.map((logWeight, j) => {
    if (b[j] === 0) return LOG_ZERO;
    return startG ? startG[j]! / eps : kind === 'balanced' ? 0 : logWeight;
  });
  const h = settings.marginals?.kind === 'partial' ? Math.log(settings.marginals.mass) : 0;
  return {
    k: 0,
    eps,
    exponents: cost.map((c) => -c / eps),
    rows: sideOf(a, 'rhoX', settings, eps),
    columns,
    f: new Float64Array(a.length), // is not read before the first row update has written it
    g,
    h,
    gBefore: g.slice(),
    hBefore: h,
  };
}

function iterate(problem: Problem, settings: OtSettings): State {
  const { tolerance = 0, marginals, relaxation } = settings;
  const state = startOf(problem, settings);
  let pace: Pace = { omega: 1 };
  for (let done = false; !done && state.k < settings.iterations; ) {
    state.k += 1;
    changeEps(problem, state, settings);
    const { exponents, rows, columns } = state;
    const residual = update(
      rows,
      state.f,
      logSums(exponents, state.g, rows.weights.length, false),
      state.h,
      pace.omega,
    );
    const t = logSums(exponents, state.f, columns.weights.length, true);
    update(columns, state.g, t, state.h, pace.omega);
    if (marginals?.kind === 'partial')
      state.h = Math.log(marginals.mass) - logSum(t.map((sum, j) => sum + state.g[j]!));
    if (state.k % CHECK_EVERY === 0 && arrived(settings, state.k)) {
      if (relaxation === 'safeguarded') pace = paced(pace, residual);
      done = tolerance > 0 && residual <= tolerance;
    }
  }
  return state;
}

/**
 * Takes the eps of iteration `k`. A geometric schedule keeps the potentials in the unit of cost; a proximal one
 * goes on from where the last two iterations point to, for in units of eps / k the potentials grow with k.
 */
function changeEps({ cost, a, b }: Problem, state: State, settings: OtSettings): void {
  const eps = epsAt(settings, state.k);
  if (eps === state.eps) return;
  if (settings.schedule?.kind === 'geometric') {
    const ratio = state.eps / eps;
    state.f = state.f.map((u) => u * ratio);
    state.g = state.g.map((v) => v * ratio);
    state.h *= ratio;
  } else {
    const { g, h, gBefore, hBefore } = state;
    Object.assign(state, { gBefore: g, hBefore: h });
    state.g = g.map((v, j) => 2 * v - gBefore[j]!);
    state.h = 2 * h - hBefore;
  }
  state.eps = eps;
  state.exponents = cost.map((c) => -c / eps);
  state.rows = sideOf(a, 'rhoX', settings, eps);
  state.columns = sideOf(b, 'rhoY', settings, eps);
}

/** Updates the potentials of one side and returns the residual that it had before. */
function update(
  side: Side,
  potentials: Float64Array,
  sums: Float64Array,
  h: number,
  omega: number,
): number {
  let residual = 0;
  for (let i = 0; i < potentials.length; i++) {
    const [old, plain] = [potentials[i]!, plainUpdate(side, i, sums[i]!, h)];
    residual += Math.abs(Math.exp(old + sums[i]! + h) - Math.exp(plain + sums[i]! + h));
    potentials[i] = omega === 1 ? plain : old + relaxedStep(plain - old, omega);
  }
  return residual;
}

function planOf({ exponents, f, g, h }: State): Float64Array {
  const m = g.length;
  return exponents.map((exponent, at) =>
    Math.exp(f[Math.floor(at / m)]! + g[at % m]! + h + exponent),
  );
}

function statusOf(
  { cost, a, b }: Problem,
  state: State,
  plan: Float64Array,
  { marginals }: OtSettings,
): number[] {
  const { f, g, h, eps, k, rows, columns, exponents } = state;
  const [n, m] = [a.length, b.length];
  const [r, c] = [new Float64Array(n), new Float64Array(m)];
  let [loss, mass] = [0, 0];
  plan.forEach((p, at) => {
    r[Math.floor(at / m)]! += p;
    c[at % m]! += p;
    loss += p * cost[at]!;
    mass += p;
  });
  const x = sideStatus(rows, f, r, logSums(exponents, g, n, false), h, eps);
  const y = sideStatus(columns, g, c, logSums(exponents, f, m, true), h, eps);
  const status = new Array<number>(STATUS_SIZE).fill(0);
  status[STATUS.loss] = loss;
  status[STATUS.value] = x.value + y.value + mass * eps * h + eps * (1 - mass);
  status[STATUS.rowError] = x.error;
  status[STATUS.columnError] = y.error;
  const moved = marginals?.kind === 'partial' ? eps * h * (mass - marginals.mass) : 0;
  status[STATUS.gap] = x.gap + y.gap + moved;
  status[STATUS.iterations] = k;
  status[STATUS.domain] = DOMAINS.indexOf('log');
  status[STATUS.mass] = mass;
  return status;
}

/** What one side adds to value and gap, and its residual; `sums` are the plan's, `logs` as of `logSums`. */
function sideStatus(
  side: Side,
  potentials: Float64Array,
  sums: Float64Array,
  logs: Float64Array,
  h: number,
  eps: number,
) {
  const { weights, logWeights, rho } = side;
  let [value, gap, error] = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const [weight, sum] = [weights[i]!, sums[i]!];
    if (weight === 0) continue;
    const F = eps * (potentials[i]! - logWeights[i]!);
    value += sum * F;
    error += Math.abs(sum - Math.exp(plainUpdate(side, i, logs[i]!, h) + logs[i]! + h));
    if (rho === undefined) gap += F * (sum - weight);
    else gap += rho * (divergenceTerm(sum, weight) + weight * (Math.exp(-F / rho) - 1)) + F * sum;
  }
  return { value, gap, error };
}

/** 1/n for each row and 1/m for each column of each problem, packed. */
function uniformWeights(layout: RaggedLayout): Float64Array {
  const weights = new Float64Array(layout.rows + layout.columns);
  for (let b = 0; b < layout.count; b++) {
    const { n, m } = problemAt(layout, b);
    const first = marginalsAt(layout.problems, b);
    weights.fill(1 / n, first, first + n).fill(1 / m, first + n, first + n + m);
  }
  return weights;
}

function assertSizes({ x, y, d, layout, weights, start }: FusedOtHost): void {
  const { rows, columns } = layout;
  const sizes: [string, ArrayLike<number> | undefined, number][] = [
    ['x', x, rows * d],
    ['y', y, columns * d],
    ['weights', weights, rows + columns],
    ['start', start, rows + columns],
  ];
  for (const [name, array, size] of sizes)
    if (array && array.length !== size)
      throw new ShapeError(`fusedOtCpu ${name}`, [array.length], [size]);
}
