import { continuedFraction } from './continuedFraction';
import { deviance, stirlingRemainder } from './gammaShape';

/**
 * Regularised incomplete beta function `I_x(a, b)`, in [0, 1].
 *
 * @param x in [0, 1].
 * @param y `1 - x`; handed over apart, because near 1 the difference has lost the digits that a tail is made of.
 * @throws RangeError unless a and b are finite and positive and x and y are in [0, 1] and sum to 1.
 * @see DLMF 8.17.22 (continued fraction); Loader 2000 (factor before it)
 */
export function incompleteBeta(a: number, b: number, x: number, y: number): number {
  if (!(a > 0 && b > 0 && Number.isFinite(a + b)))
    throw new RangeError(`incompleteBeta: a and b must be finite and positive, got ${a}, ${b}`);
  if (!(x >= 0 && y >= 0 && Math.abs(x + y - 1) < 1e-12))
    throw new RangeError(`incompleteBeta: x and y must be in [0, 1] and sum to 1, got ${x}, ${y}`);
  if (x === 0) return 0;
  if (y === 0) return 1;
  // The fraction converges fast below the mean; above it the mirrored one does.
  return x <= (a + 1) / (a + b + 2) ? lower(a, b, x, y) : 1 - lower(b, a, y, x);
}

function lower(a: number, b: number, x: number, y: number): number {
  const fraction = continuedFraction(1, (j) => {
    const m = j >> 1;
    const n = a + 2 * m;
    const d =
      j % 2 === 0
        ? (m * (b - m) * x) / ((n - 1) * n)
        : (-(a + m) * (a + b + m) * x) / (n * (n + 1));
    return [d, 1];
  });
  return density(a, b, x, y) / (a * fraction);
}

/** `x^a y^b / B(a, b)`. */
function density(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  // n x - a = b - n y; the smaller of x and y has the smaller rounding error.
  const excess = x < y ? n * x - a : b - n * y;
  const exponent =
    stirlingRemainder(n) -
    stirlingRemainder(a) -
    stirlingRemainder(b) -
    deviance(a, n * x, excess) -
    deviance(b, n * y, -excess);
  return Math.sqrt((a / n) * (b / (2 * Math.PI))) * Math.exp(exponent);
}
