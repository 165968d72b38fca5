/**
 * Measures of how unequal a score is over languages. Each takes one value a language, at least 0 (a MAP), in any order,
 * throws RangeError for a negative or infinite value, and gives NaN where it is not defined or a value is NaN.
 * Differences are taken pair by pair, so that equal values give exactly 0.
 */

/** Largest minus smallest; NaN for none. */
export function rangeOver(values: readonly number[]): number {
  assertScores('rangeOver', values);
  return values.length ? Math.max(...values) - Math.min(...values) : Number.NaN;
}

/** Population standard deviation, `sqrt(sum_{i<j} (x_i - x_j)^2) / n`: the languages are all there are. */
export function populationSd(values: readonly number[]): number {
  assertScores('populationSd', values);
  return Math.sqrt(overPairs(values, (difference) => difference * difference)) / values.length;
}

/** Coefficient of variation, population SD / mean; NaN when the mean is 0. */
export function coefficientOfVariation(values: readonly number[]): number {
  assertScores('coefficientOfVariation', values);
  return (populationSd(values) * values.length) / total(values);
}

/**
 * Gini coefficient, `sum_{i<j} |x_i - x_j| / (n sum_i x_i)`, in [0, (n - 1) / n]; NaN when all are 0.
 *
 * @see Sen 1973, On Economic Inequality, section 2.8
 */
export function gini(values: readonly number[]): number {
  assertScores('gini', values);
  return overPairs(values, Math.abs) / (values.length * total(values));
}

/** Smallest, the Rawlsian view; NaN for none. */
export function worstOf(values: readonly number[]): number {
  assertScores('worstOf', values);
  return values.length ? Math.min(...values) : Number.NaN;
}

/** Smallest / largest, in [0, 1]; 1 = no disparity; NaN when all are 0. */
export function worstToBest(values: readonly number[]): number {
  return worstOf(values) / Math.max(...values);
}

/** Absolute gap G, mean of `high` minus mean of `low`; NaN when either is empty. */
export function absoluteGap(high: readonly number[], low: readonly number[]): number {
  assertScores('absoluteGap', [...high, ...low]);
  return total(high) / high.length - total(low) / low.length;
}

/** Mean of `low` / mean of `high`; NaN when either is empty or the mean of `high` is 0. */
export function gapRatio(high: readonly number[], low: readonly number[]): number {
  assertScores('gapRatio', [...high, ...low]);
  const top = total(high) / high.length;
  return top > 0 ? total(low) / low.length / top : Number.NaN;
}

/** What a language keeps of the reference, `MAP_L / MAP_en`; NaN when the reference is 0. */
export function retained(map: number, reference: number): number {
  assertScores('retained', [map, reference]);
  return reference > 0 ? map / reference : Number.NaN;
}

/** `MAP_en` minus the mean of the others; NaN when there are none. */
export function transferGap(reference: number, others: readonly number[]): number {
  return absoluteGap([reference], others);
}

function overPairs(values: readonly number[], of: (difference: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    for (let j = 0; j < i; j++) sum += of(values[i]! - values[j]!);
  return sum;
}

function total(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function assertScores(caller: string, values: readonly number[]): void {
  for (const value of values)
    if (value < 0 || value === Number.POSITIVE_INFINITY)
      throw new RangeError(`${caller}: scores must be finite and at least 0, got ${value}`);
}
