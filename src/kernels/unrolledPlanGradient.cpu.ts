import { marginalsAt } from './otProblem';
import { problemAt, type RaggedLayout } from './ragged';

export interface UnrolledPlanGradientHost {
  /** [entries]. */
  readonly cost: ArrayLike<number>;
  /** [N + M], packed by problem; default 1/n and 1/m. */
  readonly weights?: ArrayLike<number>;
  readonly layout: RaggedLayout;
  readonly eps: number;
  readonly iterations: number;
}

/** Float64 twin of `unrolledPlanGradient`. */
export function unrolledPlanGradientCpu(inputs: UnrolledPlanGradientHost): Float64Array {
  const { cost, weights, layout, eps, iterations } = inputs;
  const dC = new Float64Array(layout.entries);
  for (let b = 0; b < layout.count; b++) {
    const { n, m, at } = problemAt(layout, b);
    const first = marginalsAt(layout.problems, b);
    const logs = Float64Array.from({ length: n + m }, (_, k) =>
      Math.log(weights?.[first + k] ?? (k < n ? 1 / n : 1 / m)),
    );
    const M = Float64Array.from({ length: n * m }, (_, k) => -cost[at + k]! / eps);
    const problem = { M, logA: logs.subarray(0, n), logB: logs.subarray(n), n, m };
    dC.set(backward(problem, forward(problem, iterations), eps), at);
  }
  return dC;
}

interface Problem {
  /** -C / eps, [n, m]. */
  readonly M: Float64Array;
  readonly logA: Float64Array;
  readonly logB: Float64Array;
  readonly n: number;
  readonly m: number;
}

/** g / eps of iterations 0 (0 where there is weight) to `iterations`, with the f / eps that each came from. */
function forward(problem: Problem, iterations: number) {
  const start = problem.logB.map((log) => (log > -Infinity ? 0 : -Infinity));
  const steps: { u: Float64Array; v: Float64Array }[] = [
    { u: new Float64Array(problem.n), v: start },
  ];
  for (let k = 1; k <= iterations; k++) {
    const u = rowUpdate(problem, steps[k - 1]!.v);
    steps.push({ u, v: columnUpdate(problem, u) });
  }
  return steps;
}

/** Reverse mode: C enters the loss itself and the exponents of every update. */
function backward(problem: Problem, steps: ReturnType<typeof forward>, eps: number): Float64Array {
  const { M, logA, logB, n, m } = problem;
  const { u: lastU, v: lastV } = steps.at(-1)!;
  const P = M.map((value, k) => Math.exp(value + lastU[Math.floor(k / m)]! + lastV[k % m]!));
  const dM = P.map((p, k) => -eps * p * (1 + M[k]!));
  const dU = new Float64Array(n);
  let dV = new Float64Array(m);
  P.forEach((p, k) => {
    dU[Math.floor(k / m)]! -= eps * p * M[k]!;
    dV[k % m]! -= eps * p * M[k]!;
  });
  for (let step = steps.length - 1; step > 0; step--) {
    const { u, v } = steps[step]!;
    const before = steps[step - 1]!.v;
    each(n, m, (i, j, k) => {
      const share = logB[j]! > -Infinity ? Math.exp(M[k]! + u[i]! + v[j]! - logB[j]!) : 0;
      dM[k]! -= share * dV[j]!;
      dU[i]! -= share * dV[j]!;
    });
    dV = new Float64Array(m);
    each(n, m, (i, j, k) => {
      const share = logA[i]! > -Infinity ? Math.exp(M[k]! + before[j]! + u[i]! - logA[i]!) : 0;
      dM[k]! -= share * dU[i]!;
      dV[j]! -= share * dU[i]!;
    });
    dU.fill(0);
  }
  return dM.map((value) => -value / eps);
}

function rowUpdate({ M, logA, n, m }: Problem, v: Float64Array): Float64Array {
  return Float64Array.from(
    { length: n },
    (_, i) => logA[i]! - logSum(Array.from(v, (value, j) => M[i * m + j]! + value)),
  );
}

function columnUpdate({ M, logB, m }: Problem, u: Float64Array): Float64Array {
  return logB.map((log, j) => log - logSum(Array.from(u, (value, i) => M[i * m + j]! + value)));
}

function logSum(terms: readonly number[]): number {
  const top = Math.max(...terms);
  return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0));
}

function each(n: number, m: number, visit: (i: number, j: number, k: number) => void): void {
  for (let k = 0; k < n * m; k++) visit(Math.floor(k / m), k % m, k);
}
