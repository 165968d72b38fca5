import { problemAt, type RaggedLayout } from './ragged';

/** Float64 twin of `greedyPlan`. */
export function greedyPlanCpu(
  cost: ArrayLike<number>,
  layout: RaggedLayout,
): { plan: Float64Array; loss: Float64Array } {
  const plan = new Float64Array(layout.entries);
  const loss = new Float64Array(layout.count);
  for (let b = 0; b < layout.count; b++) {
    const { n, m, at } = problemAt(layout, b);
    for (let i = 0; i < n; i++) {
      let best = 0;
      for (let j = 1; j < m; j++) if (cost[at + i * m + j]! < cost[at + i * m + best]!) best = j;
      plan[at + i * m + best] = 1 / n;
      loss[b]! += cost[at + i * m + best]! / n;
    }
  }
  return { plan, loss };
}
