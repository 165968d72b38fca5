import { problemAt, type RaggedLayout } from './ragged';

/** Float64 twin of `cosineCost`: the plainest loop that states the formula. */
export function cosineCostCpu(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  d: number,
  layout: RaggedLayout,
): Float64Array {
  const cost = new Float64Array(layout.entries);
  for (let b = 0; b < layout.count; b++) {
    const { xOffset, yOffset, n, m, at } = problemAt(layout, b);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++) {
        const [left, right] = [(xOffset + i) * d, (yOffset + j) * d];
        let dot = 0;
        for (let k = 0; k < d; k++) dot += x[left + k]! * y[right + k]!;
        cost[at + i * m + j] = 1 - dot;
      }
  }
  return cost;
}
