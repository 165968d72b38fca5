/** Float64 twin of `largeOtPlan`: `P = exp(M + f + g + h)` [n, m], its sums, and `<P, C>`. */
export function largeOtPlanCpu(
  exponents: ArrayLike<number>,
  cost: ArrayLike<number>,
  f: ArrayLike<number>,
  g: ArrayLike<number>,
  h: number,
) {
  const m = g.length;
  const rowSums = new Float64Array(f.length);
  const columnSums = new Float64Array(m);
  let loss = 0;
  const plan = Float64Array.from(exponents, (exponent, at) => {
    const [i, j] = [Math.floor(at / m), at % m];
    const p = Math.exp(exponent + f[i]! + g[j]! + h);
    rowSums[i]! += p;
    columnSums[j]! += p;
    loss += p * cost[at]!;
    return p;
  });
  return { plan, rowSums, columnSums, loss };
}
