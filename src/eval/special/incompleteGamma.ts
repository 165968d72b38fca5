import { continuedFraction } from './continuedFraction';
import { deviance, stirlingRemainder } from './gammaShape';

/**
 * Regularised upper incomplete gamma function `Q(a, x)`, in [0, 1]; relative error about 1e-13 also where it is tiny.
 *
 * @throws RangeError unless a is finite and positive and x >= 0 (infinity gives 0).
 * @see DLMF 8.7.1 (series), 8.9.2 (continued fraction); Loader 2000 (factor before both)
 */
export function upperIncompleteGamma(a: number, x: number): number {
  if (!(a > 0 && Number.isFinite(a)))
    throw new RangeError(`upperIncompleteGamma: a must be finite and positive, got ${a}`);
  if (!(x >= 0)) throw new RangeError(`upperIncompleteGamma: x must be at least 0, got ${x}`);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const density =
    Math.sqrt(a / (2 * Math.PI)) * Math.exp(-deviance(a, x, x - a) - stirlingRemainder(a));
  if (x < a + 1) return 1 - (density / a) * lowerSeries(a, x);
  return density / continuedFraction(x + 1 - a, (j) => [-j * (j - a), x + 2 * j + 1 - a]);
}

/** `1 + x / (a + 1) + x^2 / ((a + 1)(a + 2)) + ...`, which converges for x < a + 1. */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; ; k++) {
    term *= x / (a + k);
    const next = sum + term;
    if (next === sum) return sum;
    sum = next;
  }
}
