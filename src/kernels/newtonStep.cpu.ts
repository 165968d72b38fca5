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

/** Float64 twin of `newtonStep`, always over rows; returns the new potentials. */
export function newtonStepCpu(inputs: NewtonStepHost): Float64Array {
  const { cost, weights, potentials, layout, eps } = inputs;
  const result = Float64Array.from(potentials);
  for (let b = 0; b < layout.count; b++) {
    const { n, m, at } = problemAt(layout, b);
    const first = marginalsAt(layout.problems, b);
    const wanted = Float64Array.from(
      { length: n + m },
      (_, k) => weights?.[first + k] ?? (k < n ? 1 / n : 1 / m),
    );
    const start = result.slice(first, first + n + m);
    const C = (i: number, j: number) => cost[at + i * m + j]!;
    const planOf = (p: Float64Array) => (i: number, j: number) =>
      Math.exp((p[i]! + p[n + j]! - C(i, j)) / eps);
    const errorOf = (p: Float64Array) =>
      sum(n + m, (k) => Math.abs(sumOf(planOf(p), n, m, k) - wanted[k]!));
    const step = newtonDirection(planOf(start), n, m, wanted, eps);
    const before = errorOf(start);
    for (let t = 1; t >= 1 / 64; t /= 2) {
      const tried = start.map((value, k) => value + t * step[k]!);
      if (errorOf(tried) < before) {
        result.set(tried, first);
        break;
      }
    }
  }
  return result;
}

function newtonDirection(
  P: (i: number, j: number) => number,
  n: number,
  m: number,
  wanted: Float64Array,
  eps: number,
): Float64Array {
  const sums = wanted.map((_, k) => sumOf(P, n, m, k));
  const share = (i: number, j: number) => (sums[n + j]! > 0 ? P(i, j) / sums[n + j]! : 0);
  const source = Float64Array.from(
    { length: n },
    (_, i) =>
      eps * (wanted[i]! - sums[i]! - sum(m, (j) => share(i, j) * (wanted[n + j]! - sums[n + j]!))),
  );
  const rows = solveLaplacian(n, (i, k) => sum(m, (j) => P(i, j) * share(k, j)), source);
  return sums.map((c, k) => {
    if (k < n) return rows[k]!;
    if (!(c > 0)) return 0;
    return (eps * (wanted[k]! - c)) / c - sum(n, (i) => share(i, k - n) * rows[i]!);
  });
}

/** Sum of row k of P, or of column k - n. */
function sumOf(P: (i: number, j: number) => number, n: number, m: number, k: number): number {
  return k < n ? sum(m, (j) => P(k, j)) : sum(n, (i) => P(i, k - n));
}

function sum(length: number, term: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < length; k++) total += term(k);
  return total;
}
