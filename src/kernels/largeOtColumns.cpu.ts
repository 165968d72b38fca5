import { type LargeOtSideHost, largeOtUpdateCpu, logRowSums, logSumExp } from './largeOtRows.cpu';

/**
 * Float64 twin of `largeOtColumns`: new column potentials, and for partial transport (`mass` given) the new h
 * over eps.
 */
export function largeOtColumnsCpu(
  exponents: ArrayLike<number>,
  f: ArrayLike<number>,
  side: Omit<LargeOtSideHost, 'logSum'>,
  mass?: number,
) {
  const n = f.length;
  const m = exponents.length / n;
  const turned = Float64Array.from(
    exponents,
    (_, at) => exponents[(at % n) * m + Math.floor(at / n)]!,
  );
  const logSum = logRowSums(turned, f);
  const g = largeOtUpdateCpu({ ...side, logSum });
  const all = logSumExp(Array.from(g, (value, j) => value + logSum[j]!));
  return { g, h: mass === undefined ? 0 : Math.log(mass) - all };
}
