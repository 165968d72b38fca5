/**
 * Float64 twin of `largeOtKernel`: `K = 2^(M + U + V)` [n, m] with whole-number U that bring the largest
 * exponent of each row into (-1, 0], and the largest range of a row in bits.
 */
export function largeOtKernelCpu(exponents: ArrayLike<number>, v: ArrayLike<number>) {
  const m = v.length;
  const n = exponents.length / m;
  const k = new Float64Array(n * m);
  const u = new Float64Array(n);
  let range = 0;
  for (let i = 0; i < n; i++) {
    const row = Array.from({ length: m }, (_, j) => exponents[i * m + j]! + v[j]!);
    const [low, top] = [Math.min(...row), Math.max(...row)];
    u[i] = -Math.ceil(top);
    range = Math.max(range, top - low);
    row.forEach((exponent, j) => {
      k[i * m + j] = 2 ** (exponent + u[i]!);
    });
  }
  return { k, u, range };
}
