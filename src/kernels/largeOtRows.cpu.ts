/** What the update of one side takes; natural logarithms in units of eps, -Infinity for weight 0. */
export interface LargeOtSideHost {
  readonly logWeight: ArrayLike<number>;
  /** Logarithms of `sum exp(M + other potential)`. */
  readonly logSum: ArrayLike<number>;
  /** rho / (rho + eps), or 1. */
  readonly tau: number;
  /** 0 for partial transport, else Infinity. */
  readonly cap: number;
  readonly h: number;
}

/** Float64 twin of the update in `largeOtRows` and `largeOtColumns`: new potentials over eps, without h. */
export function largeOtUpdateCpu({
  logWeight,
  logSum,
  tau,
  cap,
  h,
}: LargeOtSideHost): Float64Array {
  return Float64Array.from(logSum, (sum, i) =>
    logWeight[i]! === -Infinity ? -Infinity : logWeight[i]! + Math.min(cap, -tau * (sum + h)),
  );
}

/** Logarithms of the row sums of `exp(M + g)`, M [n, m]. */
export function logRowSums(exponents: ArrayLike<number>, g: ArrayLike<number>): Float64Array {
  const m = g.length;
  return Float64Array.from({ length: exponents.length / m }, (_, i) =>
    logSumExp(Array.from(g, (value, j) => exponents[i * m + j]! + value)),
  );
}

/** Finite only if a term is. */
export function logSumExp(terms: readonly number[]): number {
  const top = Math.max(...terms);
  if (top === -Infinity) return top;
  return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0));
}

/**
 * Float64 twin of `largeOtRows`: new row potentials, and the residual, the sum over rows of
 * `|r - r*|` between the plan as it stands (old f) and as the update makes it.
 */
export function largeOtRowsCpu(
  exponents: ArrayLike<number>,
  old: ArrayLike<number>,
  g: ArrayLike<number>,
  side: Omit<LargeOtSideHost, 'logSum'>,
) {
  const logSum = logRowSums(exponents, g);
  const f = largeOtUpdateCpu({ ...side, logSum });
  let residual = 0;
  f.forEach((value, i) => {
    const rest = logSum[i]! + side.h;
    residual += Math.abs(Math.exp(old[i]! + rest) - Math.exp(value + rest));
  });
  return { f, residual };
}
