import { epsAt, LOG_ZERO, type OtSettings } from './otProblem';

// The rules of docs/optimal-transport.md section 2 in float64. Potentials here are in units of eps.

/** What one side of a problem (rows or columns) is updated by. */
export interface Side {
  readonly weights: Float64Array;
  /** LOG_ZERO where the weight is zero. */
  readonly logWeights: Float64Array;
  readonly tau: number;
  readonly cap: number;
  /** Price of leaving the weights, unbalanced only. */
  readonly rho?: number;
}

export function sideOf(
  weights: Float64Array,
  which: 'rhoX' | 'rhoY',
  { marginals }: OtSettings,
  eps: number,
): Side {
  const logWeights = weights.map((w) => (w > 0 ? Math.log(w) : LOG_ZERO));
  if (marginals?.kind === 'unbalanced') {
    const rho = marginals[which];
    return { weights, logWeights, tau: rho / (rho + eps), cap: Infinity, rho };
  }
  return { weights, logWeights, tau: 1, cap: marginals?.kind === 'partial' ? 0 : Infinity };
}

/** The plain update of entry `i`: `log a + min(cap, -tau (S + h))`, S as of `logSums`. */
export function plainUpdate({ logWeights, tau, cap }: Side, i: number, s: number, h: number) {
  return logWeights[i]! + Math.min(cap, -tau * (s + h));
}

/** `log sum_j exp(M_ij + v_j)` for each row i of M, or with `transposed` the same for each column. */
export function logSums(
  exponents: Float64Array,
  potentials: Float64Array,
  count: number,
  transposed: boolean,
): Float64Array {
  const others = potentials.length;
  const [step, jump] = transposed ? [count, 1] : [1, others];
  const sums = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let top = -Infinity;
    for (let j = 0; j < others; j++)
      top = Math.max(top, exponents[i * jump + j * step]! + potentials[j]!);
    let sum = 0;
    for (let j = 0; j < others; j++)
      sum += Math.exp(exponents[i * jump + j * step]! + potentials[j]! - top);
    sums[i] = top + Math.log(sum);
  }
  return sums;
}

/**
 * `omega t` where that raises the dual objective along its coordinate, else `t`
 * (Lehmann, von Renesse, Sambale & Uschmajew 2021, A note on overrelaxation in the Sinkhorn algorithm).
 */
export function relaxedStep(t: number, omega: number): number {
  const far = omega * t;
  return far - (Math.exp(far) - 1) * Math.exp(-t) >= 0 ? far : t;
}

/** Most that two successive estimates of the rate may differ by for over-relaxation to start. */
const SETTLED = 0.05;
const MOST_OMEGA = 1.9;

/** What over-relaxation has learnt at the checks. */
export interface Pace {
  readonly omega: number;
  /** Row residual at the last check. */
  readonly error?: number;
  /** Rate of convergence per iteration. */
  readonly rate?: number;
}

/** The pace from the next iteration on, once a check has seen this row residual. */
export function paced({ omega, error: before, rate: rateBefore }: Pace, error: number): Pace {
  if (omega > 1)
    return before !== undefined && error > before ? { omega: 1, error } : { omega, error };
  if (before === undefined || before === 0) return { omega: 1, error };
  const rate = (error / before) ** (1 / 4);
  const settled = rateBefore !== undefined && Math.abs(rate - rateBefore) <= SETTLED;
  const next = settled && rate < 1 ? 2 / (1 + Math.sqrt(1 - rate)) : 1;
  return { omega: Math.min(MOST_OMEGA, next), error, rate };
}

/** Whether iteration `k` has reached the eps that was asked for; never under the proximal schedule. */
export function arrived(settings: OtSettings, k: number): boolean {
  return settings.schedule?.kind !== 'proximal' && epsAt(settings, k) === settings.eps;
}

/** `log sum exp`. */
export function logSum(terms: Float64Array): number {
  const top = terms.reduce((most, term) => Math.max(most, term), -Infinity);
  return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0));
}

/** One term of `KL(sums | weights)`; the weight is not 0. */
export function divergenceTerm(sum: number, weight: number): number {
  return (sum > 0 ? sum * Math.log(sum / weight) : 0) - sum + weight;
}
