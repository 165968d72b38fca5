import type { GroundCost } from './otProblem';
import { problemAt, type RaggedLayout } from './ragged';

export interface CostGradientHost {
  /** [entries], derivative of a loss by each entry of the cost; the plan for the plan-fixed gradient. */
  readonly dC: ArrayLike<number>;
  /** [N, d]. */
  readonly x: ArrayLike<number>;
  /** [M, d]. */
  readonly y: ArrayLike<number>;
  readonly d: number;
  readonly layout: RaggedLayout;
  /** Default `cosine`. A position prior does not depend on y and has no part in this. */
  readonly cost?: GroundCost;
}

/**
 * Pulls a derivative by the cost back to the raw y, in float64; docs/optimal-transport.md section 3.
 *
 * @returns [M, d]; zero for a y shorter than 1e-12 under the cosine cost.
 */
export function costGradientCpu(host: CostGradientHost): Float64Array {
  const { dC, x, y, d, layout, cost = 'cosine' } = host;
  const gradient = new Float64Array(layout.columns * d);
  for (let b = 0; b < layout.count; b++) {
    const { xOffset, yOffset, n, m, at } = problemAt(layout, b);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++)
        addSlope(gradient, dC[at + i * m + j]!, { x, y, d, cost }, xOffset + i, yOffset + j);
  }
  return gradient;
}

/** Adds `weight` times the derivative of the cost of rows `i` of x and `j` of y by y_j to row j. */
function addSlope(
  gradient: Float64Array,
  weight: number,
  { x, y, d, cost }: Required<Pick<CostGradientHost, 'x' | 'y' | 'd' | 'cost'>>,
  i: number,
  j: number,
): void {
  const [left, right] = [i * d, j * d];
  if (cost !== 'cosine') {
    const [factor, own] = cost === 'dot' ? [1, 0] : [2, 1];
    for (let k = 0; k < d; k++)
      gradient[right + k]! += weight * factor * (own * y[right + k]! - x[left + k]!);
    return;
  }
  let [dot, xx, yy] = [0, 0, 0];
  for (let k = 0; k < d; k++) {
    dot += x[left + k]! * y[right + k]!;
    xx += x[left + k]! ** 2;
    yy += y[right + k]! ** 2;
  }
  if (!(xx > 1e-24 && yy > 1e-24)) return; // such a pair costs 1 whatever its direction
  const scale = weight / Math.sqrt(xx * yy);
  for (let k = 0; k < d; k++)
    gradient[right + k]! += scale * ((dot / yy) * y[right + k]! - x[left + k]!);
}
