import type { GroundCost } from './otProblem';
import { problemAt, type RaggedLayout } from './ragged';

export interface GroundCostHost {
  /** [N, d]. */
  readonly x: ArrayLike<number>;
  /** [M, d]. */
  readonly y: ArrayLike<number>;
  readonly d: number;
  readonly layout: RaggedLayout;
  readonly cost?: GroundCost;
  readonly distortion?: number;
}

/** Float64 twin of `groundCost`: the plainest loop that states the formulas. */
export function groundCostCpu(inputs: GroundCostHost): Float64Array {
  const { x, y, d, layout, cost: kind = 'cosine', distortion = 0 } = inputs;
  const cost = new Float64Array(layout.entries);
  for (let b = 0; b < layout.count; b++) {
    const { xOffset, yOffset, n, m, at } = problemAt(layout, b);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++) {
        const [left, right] = [(xOffset + i) * d, (yOffset + j) * d];
        let [dot, xx, yy] = [0, 0, 0];
        for (let k = 0; k < d; k++) {
          dot += x[left + k]! * y[right + k]!;
          xx += x[left + k]! ** 2;
          yy += y[right + k]! ** 2;
        }
        const gap = (i + 0.5) / n - (j + 0.5) / m;
        cost[at + i * m + j] = formula(kind, dot, xx, yy) + distortion * gap * gap;
      }
  }
  return cost;
}

function formula(kind: GroundCost, dot: number, xx: number, yy: number): number {
  if (kind === 'dot') return -dot;
  if (kind === 'squared-euclidean') return xx + yy - 2 * dot;
  return xx > 1e-24 && yy > 1e-24 ? 1 - dot / Math.sqrt(xx * yy) : 1;
}
