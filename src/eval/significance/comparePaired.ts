import { mean, standardDeviation } from '../../lib';
import { numberUnits } from '../resample';
import { minimumDetectable, type PairedT, pairedTTest, standardError } from './pairedT';
import { type SignFlip, signFlipTest } from './signFlip';

export interface PairedOptions {
  /** Any finite number; the same seed gives the same p. */
  readonly seed: number;
  /** Random sign patterns where not all can be counted, default 10,000. */
  readonly replicates?: number;
  /** `[differences]`, e.g. intents: signs flip and errors are summed by cluster. */
  readonly clusters?: readonly string[];
  /** Level of the minimum detectable difference, two-sided, default .05. */
  readonly alpha?: number;
  /** Power of the minimum detectable difference, default .8. */
  readonly power?: number;
}

/** Everything on one pair of systems over one set of queries; plain JSON. null: not defined, `reason` says why. */
export interface PairedComparison {
  /** Queries with a difference, n. */
  readonly queries: number;
  /** NaN differences, left out. */
  readonly skipped: number;
  /** Independent units: n, or the clusters among them. */
  readonly units: number;
  readonly meanDifference: number | null;
  /** Sample SD of the differences over queries. */
  readonly sd: number | null;
  /** Of the mean difference, over units. */
  readonly standardError: number | null;
  /** d_z = mean / SD of the differences (Cohen 1988, section 2.3.5). */
  readonly effectSize: number | null;
  readonly signFlip: SignFlip | null;
  readonly pairedT: PairedT | null;
  /** The smallest true mean difference found with the power asked for, see `minimumDetectable`. */
  readonly minimumDetectable: number | null;
  /** Why a field is null, or null when none is. */
  readonly reason: string | null;
}

// Below this share of the largest difference a spread is rounding.
const NO_SPREAD = 1e-12;

/**
 * Tests whether the mean of paired differences is 0, and says how large it is and what the queries could have shown.
 * Equal systems (all differences 0) have p = 1 in both tests, t = 0 and no effect size.
 *
 * @param differences `[queries]`, e.g. AP of a system minus AP of the baseline; NaN = skipped.
 * @throws RangeError if a difference is infinite, `clusters` has the wrong length, or an option is out of range.
 */
export function comparePaired(
  differences: ArrayLike<number>,
  options: PairedOptions,
): PairedComparison {
  const { seed, replicates, clusters, alpha = 0.05, power = 0.8 } = options;
  assertOptions(differences, options);
  const places = Uint32Array.from(differences, (_, i) => i);
  const chosen = places.filter((i) => !Number.isNaN(differences[i]!));
  const values = Float64Array.from(chosen, (i) => differences[i]!);
  const { unitOf, units } = numberUnits(chosen, clusters);
  const counts = { queries: values.length, skipped: differences.length - values.length, units };
  if (values.length === 0) return { ...NOTHING, ...counts };
  const sums = new Float64Array(units);
  values.forEach((value, i) => {
    sums[unitOf[i]!]! += value;
  });
  const meanDifference = mean(values);
  const sd = values.length > 1 ? standardDeviation(values) : null;
  const error = units > 1 ? standardError(values, unitOf, units) : null;
  const floor = NO_SPREAD * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const known = error !== null && error > floor;
  const equal = values.every((value) => value === 0);
  const df = units - 1;
  return {
    ...counts,
    meanDifference,
    sd,
    standardError: error,
    effectSize: sd !== null && sd > floor ? meanDifference / sd : null,
    signFlip: signFlipTest(sums, seed, replicates),
    pairedT: known
      ? pairedTTest(meanDifference, error, df)
      : equal && df > 0
        ? { t: 0, df, p: 1 }
        : null,
    minimumDetectable: known ? minimumDetectable(error, df, alpha, power) : null,
    reason: known ? null : whyUnknown(counts, clusters !== undefined),
  };
}

const NOTHING = {
  meanDifference: null,
  sd: null,
  standardError: null,
  effectSize: null,
  signFlip: null,
  pairedT: null,
  minimumDetectable: null,
  reason: 'no query has a difference',
} as const;

function whyUnknown({ queries, units }: { queries: number; units: number }, clustered: boolean) {
  if (units > 1) return `all ${clustered ? 'clusters' : 'differences'} are equal: no spread`;
  return queries > 1 ? 'all queries are in one cluster' : 'only one query has a difference';
}

function assertOptions(differences: ArrayLike<number>, options: PairedOptions): void {
  const { clusters, alpha = 0.05, power = 0.8 } = options;
  for (let i = 0; i < differences.length; i++)
    if (Math.abs(differences[i]!) === Number.POSITIVE_INFINITY)
      throw new RangeError(`comparePaired: difference ${i} is ${differences[i]}`);
  if (clusters && clusters.length !== differences.length)
    throw new RangeError(
      `comparePaired: clusters must have one entry a difference (${differences.length}), got ${clusters.length}`,
    );
  for (const [name, value] of [
    ['alpha', alpha],
    ['power', power],
  ] as const)
    if (!(value > 0 && value < 1))
      throw new RangeError(`comparePaired: ${name} must be in (0, 1), got ${value}`);
}
