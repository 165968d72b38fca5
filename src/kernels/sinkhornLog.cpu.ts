import { problemAt, type RaggedLayout } from './ragged';

export interface SinkhornLogHost {
  readonly cost: ArrayLike<number>;
  readonly logA: ArrayLike<number>;
  readonly logB: ArrayLike<number>;
  readonly layout: RaggedLayout;
  readonly eps: number;
  readonly iterations: number;
  readonly tolerance?: number;
}

export interface SinkhornLogResult {
  readonly f: Float64Array;
  readonly g: Float64Array;
  /** [B, 2]: L1 row error, iterations used. */
  readonly status: Float64Array;
}

/** Float64 twin of `sinkhornLog`, problem by problem; also what runs where there is no GPU. */
export function sinkhornLogCpu(host: SinkhornLogHost): SinkhornLogResult {
  const { layout, iterations, tolerance = 0 } = host;
  const f = new Float64Array(layout.rows);
  const g = new Float64Array(layout.columns);
  const status = new Float64Array(layout.count * 2);
  for (let b = 0; b < layout.count; b++) {
    let used = 0;
    while (used < iterations) {
      const before = updateRows(host, b, f, g);
      updateColumns(host, b, f, g);
      used += 1;
      if (used > 1 && before <= tolerance && tolerance > 0) break;
    }
    const error = updateRows(host, b, f.slice(), g); // on a copy: only its measurement is wanted
    status.set([error, used], 2 * b);
  }
  return { f, g, status };
}

/** Refreshes f and returns the L1 row error that the plan had with the old f. */
function updateRows(
  { cost, logA, layout, eps }: SinkhornLogHost,
  b: number,
  f: Float64Array,
  g: Float64Array,
): number {
  const { xOffset, yOffset, n, m, at } = problemAt(layout, b);
  const scores = new Float64Array(m);
  let error = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) scores[j] = (g[yOffset + j]! - cost[at + i * m + j]!) / eps;
    const logSum = logSumExp(scores);
    const a = logA[xOffset + i]!;
    error += Math.abs(Math.exp(f[xOffset + i]! / eps + logSum) - Math.exp(a));
    f[xOffset + i] = eps * (a - logSum);
  }
  return error;
}

function updateColumns(
  { cost, logB, layout, eps }: SinkhornLogHost,
  b: number,
  f: Float64Array,
  g: Float64Array,
): void {
  const { xOffset, yOffset, n, m, at } = problemAt(layout, b);
  const scores = new Float64Array(n);
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < n; i++) scores[i] = (f[xOffset + i]! - cost[at + i * m + j]!) / eps;
    g[yOffset + j] = eps * (logB[yOffset + j]! - logSumExp(scores));
  }
}

function logSumExp(scores: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) top = Math.max(top, scores[k]!);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += Math.exp(scores[k]! - top);
  return top + Math.log(sum);
}
