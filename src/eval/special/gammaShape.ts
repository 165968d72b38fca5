/**
 * What Stirling's formula leaves of log Gamma, `log Gamma(z) - ((z - 1/2) log z - z + log sqrt(2 pi))`, for z > 0.
 * Densities of the gamma and beta family need only this remainder; log Gamma itself would cancel its leading digits.
 *
 * @see Loader 2000, Fast and accurate computation of binomial probabilities, section 2
 * @see Abramowitz & Stegun 1964, 6.1.41 (series)
 */
export function stirlingRemainder(z: number): number {
  let shift = 0;
  let x = z;
  // Gamma(x + 1) = x Gamma(x) carries x up to where seven terms reach the last bit.
  for (; x < 15; x++) shift += (x + 0.5) * Math.log1p(1 / x) - 1;
  const inverse = 1 / (x * x);
  let series = 0;
  for (const term of SERIES) series = series * inverse + term;
  return series / x + shift;
}

// B_2k / (2k (2k - 1)), k = 7 .. 1.
const SERIES = [1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12] as const;

/**
 * Deviance `x log(x / m) + m - x` for x, m > 0, without cancellation where they are near.
 *
 * @param excess `m - x`, apart, because its digits are what large x and m have lost.
 * @see Loader 2000, section 3
 */
export function deviance(x: number, m: number, excess: number): number {
  const v = -excess / (x + m);
  if (Math.abs(v) > 0.1) return excess + x * Math.log(x / m);
  // x log(x / m) = 2 x (v + v^3 / 3 + v^5 / 5 + ...), and 2 x v + excess = -excess v.
  let sum = -excess * v;
  let power = 2 * x * v;
  for (let j = 3; ; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}
