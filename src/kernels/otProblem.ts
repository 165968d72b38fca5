/**
 * What the transport solvers of every engine (WGSL, WASM, float64) are asked and what they answer.
 *
 * Conventions, once and for all:
 *
 * - The plan is `P[i,j] = exp((f[i] + g[j] + h - C[i,j]) / eps)`; the weights are inside the potentials
 *   `f` (rows, x, teacher) and `g` (columns, y, student). `h` is 0 except for partial transport.
 * - The regularised value is `<P, C> + eps KL(P | a b')`; the *loss* is `<P, C>` alone.
 * - An iteration updates rows first, then columns. The start is `g = 0` for balanced transport and
 *   `g = eps log b` otherwise, or the given potentials; columns of weight zero start at LOG_ZERO.
 * - A token of weight zero has no mass and changes nothing else.
 */

/** How far two token vectors are apart: `1 - cos`, `|x - y|^2`, or `-<x, y>`. */
export type GroundCost = 'cosine' | 'squared-euclidean' | 'dot';

/** What the plan's row and column sums have to do with the weights a and b. */
export type Marginals =
  /** They are the weights; a and b sum to 1 each. */
  | { readonly kind: 'balanced' }
  /** They may differ at a price of `rho KL(. | weights)`, in the unit of cost; finite and positive. */
  | { readonly kind: 'unbalanced'; readonly rhoX: number; readonly rhoY: number }
  /** They are at most the weights, and `mass` in (0, 1] is moved in all. */
  | { readonly kind: 'partial'; readonly mass: number };

/** How eps changes from iteration to iteration (k = 1, 2, ...). */
export type EpsSchedule =
  | { readonly kind: 'constant' }
  /** `max(eps, from * factor^(k-1))`, potentials kept in the unit of cost; `from` >= eps, 0 < factor < 1. */
  | { readonly kind: 'geometric'; readonly from: number; readonly factor: number }
  /**
   * `eps / k`, column potentials extrapolated in units of eps: the inexact proximal point method (IPOT, Xie
   * et al. 2019) with one Sinkhorn iteration per proximal step. Tends to the exact plan; never stops by tolerance.
   */
  | { readonly kind: 'proximal' };

export interface OtSettings {
  /**
   * Strength of the entropy in the unit of cost. Small: nearly one-to-one, slow; large: mass spreads evenly.
   * 1e-4 to 10 for cosine costs, which lie in [0, 2].
   */
  readonly eps: number;
  /** Most iterations. */
  readonly iterations: number;
  /**
   * A problem stops once its row residual is at most this; looked at every `CHECK_EVERY` iterations.
   * 0 (default) runs all iterations.
   */
  readonly tolerance?: number;
  /** Default `cosine`. */
  readonly cost?: GroundCost;
  /**
   * Position prior: `distortion * ((i + .5) / n - (j + .5) / m)^2` is added to the cost. Default 0.
   */
  readonly distortion?: number;
  /** Default balanced. */
  readonly marginals?: Marginals;
  /** Default constant. */
  readonly schedule?: EpsSchedule;
  /**
   * `safeguarded` over-relaxes (Lehmann et al. 2021) with the factor that the observed rate of convergence
   * calls for, each coordinate only where that raises the dual objective; balanced only. Default `none`.
   */
  readonly relaxation?: 'none' | 'safeguarded';
}

/** Stands for log(0) in weights: finite, because shaders may assume that infinities never occur. */
export const LOG_ZERO = -1e30;

/** Iterations between two looks at the residual. */
export const CHECK_EVERY = 4;

/** Where in a status row which figure stands. */
export const STATUS = {
  /** `<P, C>`, C with the position prior. */
  loss: 0,
  /** `<P, C> + eps KL(P | a b')`, without the penalties of unbalanced transport. */
  value: 1,
  /** `sum_i |r_i - r*_i|`, r the row sums of P and r* what one more row update would make of them: for balanced transport the L1 row error. */
  rowError: 2,
  /** The same for columns. */
  columnError: 3,
  /** Primal minus dual objective at P, f, g, in the unit of cost; see docs/optimal-transport.md. */
  gap: 4,
  iterations: 5,
  /** An index of `DOMAINS`. */
  domain: 6,
  /** Total mass of the plan. */
  mass: 7,
} as const;

/** Floats in a status row. */
export const STATUS_SIZE = 8;

/** How the iterations were carried out: scalings on one kernel, with absorption, or logarithms throughout. */
export const DOMAINS = ['kernel', 'absorption', 'log'] as const;
export type Domain = (typeof DOMAINS)[number];

/**
 * Bits that row range + weights + size may take for the kernel domain to be safe; the proof is in
 * docs/optimal-transport.md.
 */
export const KERNEL_BITS = 88;

/** Scalings beyond 2^24 or below 2^-24 are absorbed into the potentials. */
export const ABSORB_BITS = 24;

/** Errors up to this count as converged even where the tolerance is smaller: float32 gives no more. */
export const ROUNDING = 2e-6;

/** One problem's status by name. */
export interface OtStatus {
  readonly loss: number;
  readonly value: number;
  readonly rowError: number;
  readonly columnError: number;
  readonly gap: number;
  readonly iterations: number;
  readonly domain: Domain;
  readonly mass: number;
  /** `rowError + columnError` within the tolerance (1e-4 where none was set), rounding granted. */
  readonly converged: boolean;
}

/** Reads row `b` of a `[B, STATUS_SIZE]` status. */
export function readStatus(status: ArrayLike<number>, b: number, tolerance = 0): OtStatus {
  const at = (field: keyof typeof STATUS) => status[b * STATUS_SIZE + STATUS[field]]!;
  const [rowError, columnError] = [at('rowError'), at('columnError')];
  return {
    loss: at('loss'),
    value: at('value'),
    rowError,
    columnError,
    gap: at('gap'),
    iterations: at('iterations'),
    domain: DOMAINS[at('domain')]!,
    mass: at('mass'),
    converged: rowError + columnError <= Math.max(tolerance || 1e-4, ROUNDING),
  };
}

/** eps of iteration `k` (from 1). */
export function epsAt({ eps, schedule }: OtSettings, k: number): number {
  if (schedule?.kind === 'geometric')
    return Math.max(eps, schedule.from * schedule.factor ** (k - 1));
  return schedule?.kind === 'proximal' ? eps / k : eps;
}

/** Below it, 1 / eps has no room left in float32; above it, nothing of the cost is left in the plan. */
const [LEAST, MOST] = [1e-12, 1e12];

/** @throws RangeError unless `eps` is a positive finite number that float32 shaders can divide by. */
export function assertEps(where: string, eps: number): void {
  if (!(eps > 0 && Number.isFinite(eps)))
    throw new RangeError(`${where}: eps must be positive and finite, got ${eps}`);
  if (eps < LEAST || eps > MOST)
    throw new RangeError(`${where}: eps must be within ${LEAST} and ${MOST}, got ${eps}`);
}

/** @throws RangeError if a setting makes no sense; names the caller, the value and the wanted. */
export function assertOtSettings(where: string, settings: OtSettings): void {
  const { eps, iterations, tolerance = 0, distortion = 0, marginals, schedule } = settings;
  assertEps(where, eps);
  wanted(where, 'iterations', iterations, 'a whole number >= 1', isCount(iterations));
  wanted(where, 'tolerance', tolerance, '>= 0 and finite', tolerance >= 0 && tolerance < Infinity);
  wanted(
    where,
    'distortion',
    distortion,
    '>= 0 and finite',
    distortion >= 0 && distortion < Infinity,
  );
  if (marginals?.kind === 'unbalanced')
    for (const side of ['rhoX', 'rhoY'] as const) {
      const rho = marginals[side];
      wanted(where, side, rho, 'positive and finite', rho > 0 && rho < Infinity);
    }
  if (marginals?.kind === 'partial') {
    const { mass } = marginals;
    wanted(where, 'mass', mass, 'within 0 (exclusive) and 1', mass > 0 && mass <= 1);
  }
  if (schedule?.kind === 'geometric') {
    const { from, factor } = schedule;
    wanted(where, 'schedule.from', from, 'finite and at least eps', from >= eps && from < Infinity);
    wanted(where, 'schedule.factor', factor, 'between 0 and 1', factor > 0 && factor < 1);
  }
  if (settings.relaxation === 'safeguarded' && (marginals?.kind ?? 'balanced') !== 'balanced')
    throw new RangeError(`${where}: relaxation needs balanced marginals, got ${marginals!.kind}`);
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function wanted(where: string, name: string, got: number, want: string, fine: boolean): void {
  if (!fine) throw new RangeError(`${where}: ${name} must be ${want}, got ${got}`);
}

/** B problems over packed tokens on the host; see `raggedLayout` for the order. */
export interface OtHostBatch {
  /** [N, d]; need not be unit vectors. */
  readonly x: Float32Array;
  /** [M, d]. */
  readonly y: Float32Array;
  readonly d: number;
  /** n and m of each problem. */
  readonly rowCounts: ArrayLike<number>;
  readonly columnCounts: ArrayLike<number>;
  /**
   * [N + M], packed by problem: n row weights, then m column weights. Default 1/n and 1/m. Not negative;
   * for balanced and partial transport each side of a problem sums to 1.
   */
  readonly weights?: Float32Array;
  /** [N + M], packed like `weights`: f, then g, in the unit of cost; where to start from. */
  readonly start?: Float32Array;
}

/** What else is wanted; neither is computed unless asked for. */
export interface OtWanted {
  /** Gradient of the regularised value with respect to y (plan held fixed). */
  readonly gradient?: boolean;
  readonly plan?: boolean;
}

export interface OtHostResult {
  /** [B, STATUS_SIZE]. */
  readonly status: Float32Array;
  /** [N + M], packed like `weights`; `h` is inside f. */
  readonly potentials: Float32Array;
  /** [M, d], with respect to the raw y. */
  readonly gradient?: Float32Array;
  /** [entries], row-major per problem, in the order of `raggedLayout`. */
  readonly plan?: Float32Array;
}

/** Where the weights and potentials of a problem start: `xOffset + yOffset`; f or a first, then g or b. */
export function marginalsAt(problems: ArrayLike<number>, b: number): number {
  return problems[4 * b]! + problems[4 * b + 1]!;
}
