import { largeOtUpdateCpu } from './largeOtRows.cpu';

/** One side of a solved problem: plan sums, weights, potentials over eps (without h), tau and rho. */
export interface LargeOtSolvedSide {
  readonly sums: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  readonly potentials: ArrayLike<number>;
  readonly tau: number;
  readonly cap: number;
  /** Unbalanced only. */
  readonly rho?: number;
}

/** Float64 twin of one side of `largeOtStatus`: its share of the value, its residual and its share of the gap. */
export function largeOtSideCpu(side: LargeOtSolvedSide, eps: number, h: number) {
  const { sums, weights, potentials, tau, cap, rho } = side;
  let [value, error, gap] = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const [r, w] = [sums[i]!, weights[i]!];
    if (w === 0) continue;
    const F = eps * (potentials[i]! - Math.log(w));
    const logSum = [Math.log(r) - potentials[i]! - h];
    const next = largeOtUpdateCpu({ logWeight: [Math.log(w)], logSum, tau, cap, h })[0]!;
    value += r * F;
    error += Math.abs(r - Math.exp(next + logSum[0]! + h));
    gap += rho
      ? rho * (r * Math.log(r / w) - r + w + w * (Math.exp(-F / rho) - 1)) + F * r
      : F * (r - w);
  }
  return { value, error, gap };
}
