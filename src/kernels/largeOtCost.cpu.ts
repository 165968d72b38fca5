import { largeOtTokensCpu } from './largeOtTokens.cpu';
import type { OtSettings } from './otProblem';

/** Tokens of one problem on the host, x [n, d] and y [m, d], row-major. */
export interface LargeOtTokensHost {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly d: number;
}

/** Float64 twin of `largeOtCost`, in the unit of cost: C [n, m] with the position prior. */
export function largeOtCostCpu(
  { x, y, d }: LargeOtTokensHost,
  { cost = 'cosine', distortion = 0 }: Pick<OtSettings, 'cost' | 'distortion'>,
): Float64Array {
  const [n, m] = [x.length / d, y.length / d];
  const [left, right] = [largeOtTokensCpu(x, d, cost), largeOtTokensCpu(y, d, cost)];
  return Float64Array.from({ length: n * m }, (_, at) => {
    const [i, j] = [Math.floor(at / m), at % m];
    let dot = 0;
    for (let k = 0; k < d; k++) dot += left.tokens[i * d + k]! * right.tokens[j * d + k]!;
    const gap = (i + 0.5) / n - (j + 0.5) / m;
    const prior = distortion * gap * gap;
    if (cost === 'dot') return prior - dot;
    return prior + (cost === 'cosine' ? 1 - dot : left.norms[i]! + right.norms[j]! - 2 * dot);
  });
}
