import { solveLaplacian } from './laplacian.cpu';
import { marginalsAt } from './otProblem';
import { problemAt, type RaggedLayout } from './ragged';

export interface NewtonStepHost {
  /** [entries]. */
  readonly cost: ArrayLike<number>;
  /** [N + M]; default 1/n and 1/m. */
  readonly weights?: ArrayLike<number>;
  /** [N + M], f then g of each problem, in the unit of cost. */
  readonly potentials: ArrayLike<number>;
  readonly layout: RaggedLayout;
  readonly eps: number;
}

/**
 * Float64 twin of `newtonStep`; returns the new potentials.
 *
 * @param noise least damping; the kernel's is 1e-7, what float32 leaves of a residual. Without any, the gauge drifts.
 */
export function newtonStepCpu(inputs: NewtonStepHost, noise = 1e-12): Float64Array {
  const { cost, weights, potentials, layout, eps } = inputs;
  const result = Float64Array.from(potentials);
  for (let b = 0; b < layout.count; b++) {
    const { n, m, at } = problemAt(layout, b);
    const first = marginalsAt(layout.problems, b);
    const turned = n > m; // the shorter side plays the rows
    const [nodes, others] = turned ? [m, n] : [n, m];
    const place = (k: number) => first + (turned ? (k < m ? n + k : k - m) : k);
    const C = Float64Array.from({ length: n * m }, (_, k) => {
      const [s, t] = [Math.floor(k / others), k % others];
      return cost[at + (turned ? t * m + s : k)]!;
    });
    const tokens = Array.from({ length: n + m }, (_, k) => place(k));
    const wanted = Float64Array.from(
      tokens,
      (token, k) => weights?.[token] ?? 1 / (k < nodes ? nodes : others),
    );
    const start = Float64Array.from(tokens, (token) => result[token]!);
    const better = improved({ C, wanted, start, n: nodes, m: others, eps, noise });
    for (const [k, token] of tokens.entries()) result[token] = better[k]!;
  }
  return result;
}

interface Step {
  readonly C: Float64Array;
  readonly wanted: Float64Array;
  readonly start: Float64Array;
  readonly n: number;
  readonly m: number;
  readonly eps: number;
  readonly noise: number;
}

/** `start` after the step, or itself where no length of the step lowers the error. */
function improved({ C, wanted, start, n, m, eps, noise }: Step): Float64Array {
  const planOf = (p: Float64Array) =>
    C.map((c, k) => Math.exp((p[Math.floor(k / m)]! + p[n + (k % m)]! - c) / eps));
  const plan = planOf(start);
  const before = errorOf(sumsOf(plan, n, m), wanted);
  const damping = Math.min(1, before * before) + noise;
  const rows = newtonDirection(plan, n, m, wanted, eps, damping);
  for (let t = 1; t >= 1 / 64; t /= 2) {
    const tried = start.map((value, k) => (k < n ? value + t * rows[k]! : value));
    const sums = sumsOf(planOf(tried), n, m);
    for (let k = n; k < n + m; k++)
      if (wanted[k]! > 0 && sums[k]! > 1e-18 && sums[k]! < 1e15)
        tried[k]! += eps * Math.log(wanted[k]! / sums[k]!);
    if (errorOf(sumsOf(planOf(tried), n, m), wanted) < before) return tried;
  }
  return start;
}

/** The row part; columns follow from it. Grounding is a link to a node 0 before the rows. */
function newtonDirection(
  plan: Float64Array,
  n: number,
  m: number,
  wanted: Float64Array,
  eps: number,
  damping: number,
): Float64Array {
  const sums = sumsOf(plan, n, m);
  const share = plan.map((p, k) => (sums[n + (k % m)]! > 0 ? p / sums[n + (k % m)]! : 0));
  const source = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    let missing = wanted[i]! - sums[i]!;
    for (let j = 0; j < m; j++) missing -= share[i * m + j]! * (wanted[n + j]! - sums[n + j]!);
    source[i + 1] = eps * missing;
  }
  const link = (s: number, q: number) => {
    if (s === 0 || q === 0) return damping * (sums[s + q - 1] ?? 0);
    let sum = 0;
    for (let j = 0; j < m; j++) sum += plan[(s - 1) * m + j]! * share[(q - 1) * m + j]!;
    return sum;
  };
  return solveLaplacian(n + 1, link, source).subarray(1);
}

/** n row sums, then m column sums. */
function sumsOf(plan: Float64Array, n: number, m: number): Float64Array {
  const sums = new Float64Array(n + m);
  plan.forEach((p, k) => {
    sums[Math.floor(k / m)]! += p;
    sums[n + (k % m)]! += p;
  });
  return sums;
}

function errorOf(sums: Float64Array, wanted: Float64Array): number {
  return sums.reduce((error, value, k) => error + Math.abs(value - wanted[k]!), 0);
}
