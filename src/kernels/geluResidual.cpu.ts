import type { Floats } from './floats';

/** The standard normal distribution function to 1e-15, by a series or a continued fraction. */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (size < 4) {
    // Marsaglia 2004: 1/2 + density (x + x^3/3 + x^5/15 + ...)
    let [term, sum] = [size, 0];
    for (let k = 3; sum + term !== sum; k += 2) {
      sum += term;
      term *= (size * size) / k;
    }
    return x < 0 ? 0.5 - density * sum : 0.5 + density * sum;
  }
  let fraction = size; // Laplace's fraction for the tail
  for (let k = 200; k > 0; k--) fraction = size + k / fraction;
  return x < 0 ? density / fraction : 1 - density / fraction;
}

/** Float64 twin of `geluResidual`. */
export function geluResidualCpu(x: Floats, residual?: Floats): Float64Array {
  return Float64Array.from(x, (value, i) => value * normalCdf(value) + (residual?.[i] ?? 0));
}
