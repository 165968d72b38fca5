import { solveLaplacian } from './laplacian.cpu';
import { problemAt, type RaggedLayout } from './ragged';

export interface ImplicitPlanGradientHost {
  readonly plan: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
  readonly layout: RaggedLayout;
  readonly eps: number;
}

/** Float64 twin of `implicitPlanGradient`: the formula as it stands, always over rows. */
export function implicitPlanGradientCpu(inputs: ImplicitPlanGradientHost): Float64Array {
  const { plan, cost, layout, eps } = inputs;
  const dC = new Float64Array(layout.entries);
  for (let b = 0; b < layout.count; b++) {
    const { n, m, at } = problemAt(layout, b);
    const P = (i: number, j: number) => plan[at + i * m + j]!;
    const columns = Float64Array.from({ length: m }, (_, j) => sum(n, (i) => P(i, j)));
    const share = (i: number, j: number) => (columns[j]! > 0 ? P(i, j) / columns[j]! : 0);
    const means = columns.map((_, j) => sum(n, (i) => share(i, j) * cost[at + i * m + j]!));
    const Q = (i: number, j: number) => cost[at + i * m + j]! - means[j]!;
    const rows = Float64Array.from({ length: n }, (_, i) => sum(m, (j) => P(i, j) * Q(i, j)));
    const l = solveLaplacian(n, (i, k) => sum(m, (j) => P(i, j) * share(k, j)), rows);
    for (let j = 0; j < m; j++) {
      const mu = -sum(n, (i) => share(i, j) * l[i]!);
      for (let i = 0; i < n; i++) dC[at + i * m + j] = P(i, j) * (1 + (l[i]! + mu - Q(i, j)) / eps);
    }
  }
  return dC;
}

function sum(length: number, term: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < length; k++) total += term(k);
  return total;
}
