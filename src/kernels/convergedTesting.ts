import { randomUniform } from '../gpu/testing';
import { groundCostCpu } from './groundCost.cpu';
import { newtonStepCpu } from './newtonStep.cpu';
import { raggedLayout } from './ragged';

/**
 * Plan and potentials of one balanced problem with uniform weights in float64: plain iterations at halving
 * eps, then Newton steps and plain iterations in turn until the L1 error of rows and columns is below 1e-12.
 *
 * @throws Error if that is not reached.
 */
export function converged(cost: ArrayLike<number>, n: number, m: number, eps: number) {
  const layout = raggedLayout([n], [m]);
  let potentials: Float64Array = new Float64Array(n + m);
  for (let e = 1; e > eps; e /= 2) plainIterations(cost, potentials, n, m, e, 20);
  for (let step = 0; step < 100; step++) {
    plainIterations(cost, potentials, n, m, eps, 20);
    potentials = newtonStepCpu({ cost, potentials, layout, eps });
    const plan = planOf(cost, potentials, n, m, eps);
    if (marginalError(plan, n, m) < 1e-12) return { plan, potentials, layout };
  }
  throw new Error(`converged: not at eps ${eps}`);
}

/** `exp((f + g - C) / eps)`. */
export function planOf(
  cost: ArrayLike<number>,
  potentials: ArrayLike<number>,
  n: number,
  m: number,
  eps: number,
): Float64Array {
  return Float64Array.from({ length: n * m }, (_, k) =>
    Math.exp((potentials[Math.floor(k / m)]! + potentials[n + (k % m)]! - cost[k]!) / eps),
  );
}

/** Rows, then columns, `count` times, in place; uniform weights. */
export function plainIterations(
  cost: ArrayLike<number>,
  potentials: Float64Array,
  n: number,
  m: number,
  eps: number,
  count: number,
): void {
  for (let k = 0; k < count * (n + m); k++) {
    const at = k % (n + m);
    const terms = Array.from({ length: at < n ? m : n }, (_, other) =>
      at < n
        ? potentials[n + other]! - cost[at * m + other]!
        : potentials[other]! - cost[other * m + at - n]!,
    );
    const top = Math.max(...terms);
    const sum = terms.reduce((total, term) => total + Math.exp((term - top) / eps), 0);
    potentials[at] = -eps * Math.log((at < n ? n : m) * sum) - top;
  }
}

/** L1 error of rows and columns against uniform weights. */
export function marginalError(plan: ArrayLike<number>, n: number, m: number): number {
  const error = new Float64Array(n + m).fill(-1 / m).fill(-1 / n, 0, n);
  for (let k = 0; k < n * m; k++) {
    error[Math.floor(k / m)]! += plan[k]!;
    error[n + (k % m)]! += plan[k]!;
  }
  return error.reduce((sum, value) => sum + Math.abs(value), 0);
}

/**
 * Cosine costs of n tokens and m noisy copies of them in another order, rounded to float32: nearly a
 * permutation where n = m and the noise is small. Token 0 of y is the exact copy of one of x.
 */
export function copiedCost(
  n: number,
  m: number,
  d: number,
  noise: number,
  seed: number,
): Float32Array<ArrayBuffer> {
  const values = randomUniform(2 * (n + m) * d, seed);
  const gauss = (k: number) =>
    Math.sqrt(-2 * Math.log(values[2 * k]!)) * Math.cos(2 * Math.PI * values[2 * k + 1]!);
  const x = Array.from({ length: n * d }, (_, k) => gauss(k));
  const y = Array.from({ length: m * d }, (_, k) => {
    const [j, dimension] = [Math.floor(k / d), k % d];
    return x[((5 * j + 3) % n) * d + dimension]! + (j === 0 ? 0 : noise * gauss(n * d + k));
  });
  return Float32Array.from(groundCostCpu({ x, y, d, layout: raggedLayout([n], [m]) }));
}
