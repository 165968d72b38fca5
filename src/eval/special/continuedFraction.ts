const TINY = 1e-300;
const STEPS = 100_000;

/**
 * `b_0 + a_1 / (b_1 + a_2 / (b_2 + ...))` by the modified Lentz method, to the last bits.
 *
 * @param term coefficients `[a_j, b_j]` for j = 1, 2, ...
 * @throws RangeError when it does not settle; the callers' arguments are chosen so that it does.
 * @see Lentz 1976; Thompson & Barnett 1986, Coulomb and Bessel functions of complex arguments and order
 */
export function continuedFraction(
  b0: number,
  term: (j: number) => readonly [a: number, b: number],
): number {
  let value = b0 || TINY;
  let c = value;
  let d = 0;
  for (let j = 1; j <= STEPS; j++) {
    const [a, b] = term(j);
    d = 1 / (b + a * d || TINY);
    c = b + a / c || TINY;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 4 * Number.EPSILON) return value;
  }
  throw new RangeError(`continuedFraction: no convergence in ${STEPS} steps`);
}
