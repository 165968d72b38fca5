import { problemAt, type RaggedLayout } from './ragged';

export interface ColumnEntropyHost {
  /** [entries]. */
  readonly cost: ArrayLike<number>;
  readonly layout: RaggedLayout;
  readonly temperature: number;
}

/** Float64 twin of `columnEntropy`. */
export function columnEntropyCpu({ cost, layout, temperature }: ColumnEntropyHost): {
  loss: Float64Array;
  dC: Float64Array;
  mass: Float64Array;
} {
  const loss = new Float64Array(layout.count);
  const dC = new Float64Array(layout.entries);
  const mass = new Float64Array(layout.columns);
  for (let b = 0; b < layout.count; b++) {
    const { yOffset, n, m, at } = problemAt(layout, b);
    const A = dC.subarray(at, at + n * m);
    for (let i = 0; i < n; i++) {
      let [least, sum] = [Infinity, 0];
      for (let j = 0; j < m; j++) least = Math.min(least, cost[at + i * m + j]!);
      for (let j = 0; j < m; j++) {
        A[i * m + j] = Math.exp((least - cost[at + i * m + j]!) / temperature);
        sum += A[i * m + j]!;
      }
      for (let j = 0; j < m; j++) A[i * m + j]! /= sum;
    }
    const c = mass.subarray(yOffset, yOffset + m);
    A.forEach((share, k) => {
      c[k % m]! += share / n;
    });
    const rate = m === 1 ? 0 : 1 / Math.log(m);
    const v = c.map((share) => rate * Math.log(Math.max(share, 1e-37)));
    loss[b] = m === 1 ? 0 : c.reduce((sum, share, j) => sum + share * v[j]!, 1);
    for (let i = 0; i < n; i++) {
      const row = A.subarray(i * m, (i + 1) * m);
      const mean = row.reduce((sum, share, j) => sum + share * v[j]!, 0);
      row.forEach((share, j) => {
        row[j] = (-share * (v[j]! - mean)) / (n * temperature);
      });
    }
  }
  return { loss, dC, mass };
}
