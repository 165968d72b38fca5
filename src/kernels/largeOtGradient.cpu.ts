import type { LargeOtTokensHost } from './largeOtCost.cpu';
import { largeOtTokensCpu } from './largeOtTokens.cpu';
import type { GroundCost } from './otProblem';

/** Float64 twin of `largeOtGradient`: dY [m, d] of `<P, C>` with the plan [n, m] held fixed. */
export function largeOtGradientCpu(
  { x, y, d }: LargeOtTokensHost,
  plan: ArrayLike<number>,
  cost: GroundCost,
): Float64Array {
  const [left, right] = [largeOtTokensCpu(x, d, cost), largeOtTokensCpu(y, d, cost)];
  const m = right.norms.length;
  const gradient = new Float64Array(m * d);
  plan = Float64Array.from(plan);
  for (let at = 0; at < plan.length; at++) {
    const [i, j] = [Math.floor(at / m), at % m];
    const [xs, ys] = [i * d, j * d];
    let cos = 0;
    if (cost === 'cosine')
      for (let k = 0; k < d; k++) cos += left.tokens[xs + k]! * right.tokens[ys + k]!;
    for (let k = 0; k < d; k++) {
      const [a, b] = [left.tokens[xs + k]!, right.tokens[ys + k]!];
      const slope =
        cost === 'dot' ? -a : cost === 'cosine' ? (b * cos - a) * right.norms[j]! : 2 * (b - a);
      gradient[ys + k]! += plan[at]! * slope;
    }
  }
  return gradient;
}
