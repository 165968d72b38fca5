import { problemAt, type RaggedLayout } from './ragged';

export interface TransportPlanHost {
  readonly cost: ArrayLike<number>;
  readonly f: ArrayLike<number>;
  readonly g: ArrayLike<number>;
  readonly layout: RaggedLayout;
  readonly eps: number;
}

/** Float64 twin of `transportPlan`. */
export function transportPlanCpu({ cost, f, g, layout, eps }: TransportPlanHost): {
  plan: Float64Array;
  loss: Float64Array;
} {
  const plan = new Float64Array(layout.entries);
  const loss = new Float64Array(layout.count);
  for (let b = 0; b < layout.count; b++) {
    const { xOffset, yOffset, n, m, at } = problemAt(layout, b);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++) {
        const entry = at + i * m + j;
        const exponent = (f[xOffset + i]! + g[yOffset + j]! - cost[entry]!) / eps;
        plan[entry] = Math.exp(Math.min(exponent, 0));
        loss[b]! += plan[entry]! * cost[entry]!;
      }
  }
  return { plan, loss };
}
