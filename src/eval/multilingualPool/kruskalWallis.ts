import { chiSquareUpper } from '../special/distributions';
import { averageRanks } from './averageRanks';

/** Result of a Kruskal-Wallis test. */
export interface KruskalWallis {
  readonly h: number;
  /** Groups that are not empty, less one. */
  readonly df: number;
  /** Upper tail of chi-square at h, in [0, 1]. */
  readonly p: number;
}

/**
 * Kruskal-Wallis test that all groups come from one distribution, on average ranks (so corrected for ties).
 *
 * @returns null when fewer than two groups have values or all values are equal: then there is nothing to test.
 * @throws RangeError if a value is NaN or infinite.
 * @see Kruskal & Wallis 1952, Use of ranks in one-criterion variance analysis
 */
export function kruskalWallis(groups: readonly (readonly number[])[]): KruskalWallis | null {
  const ranks = averageRanks(groups.flat());
  let start = 0;
  return testRanks(
    groups.map(({ length }) => {
      start += length;
      return Array.from(ranks.subarray(start - length, start));
    }),
  );
}

/**
 * The test on ranks as they are, `H = (N - 1) sum_g n_g (mean_g - mean)^2 / sum (r - mean)^2`.
 *
 * @returns null as `kruskalWallis`.
 */
export function testRanks(groups: readonly (readonly number[])[]): KruskalWallis | null {
  const filled = groups.filter(({ length }) => length > 0);
  const all = filled.flat();
  const mean = average(all);
  const within = all.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
  if (filled.length < 2 || all.every((rank) => rank === all[0])) return null;
  const between = filled.reduce(
    (sum, group) => sum + group.length * (average(group) - mean) ** 2,
    0,
  );
  const h = ((all.length - 1) * between) / within;
  const df = filled.length - 1;
  return { h, df, p: chiSquareUpper(h, df) };
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
