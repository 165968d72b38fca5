import { problemAt, type RaggedLayout } from './ragged';

/** Float64 twin of `planLoss`. */
export function planLossCpu(
  plan: ArrayLike<number>,
  cost: ArrayLike<number>,
  layout: RaggedLayout,
): Float64Array {
  return Float64Array.from({ length: layout.count }, (_, b) => {
    const { n, m, at } = problemAt(layout, b);
    let sum = 0;
    for (let k = at; k < at + n * m; k++) sum += plan[k]! * cost[k]!;
    return sum;
  });
}
