import { problemAt, type RaggedLayout } from './ragged';

export interface PlanGradientHost {
  readonly plan: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly d: number;
  readonly layout: RaggedLayout;
  readonly scale: number;
}

/** Float64 twin of `planGradient`. */
export function planGradientCpu({ plan, y, d, layout, scale }: PlanGradientHost): Float64Array {
  const dX = new Float64Array(layout.rows * d);
  for (let b = 0; b < layout.count; b++) {
    const { xOffset, yOffset, n, m, at } = problemAt(layout, b);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++)
        for (let k = 0; k < d; k++)
          dX[(xOffset + i) * d + k]! -= scale * plan[at + i * m + j]! * y[(yOffset + j) * d + k]!;
  }
  return dX;
}
