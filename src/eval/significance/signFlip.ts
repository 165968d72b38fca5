import { Rng } from '../../lib';

/** Result of a sign-flip test. */
export interface SignFlip {
  /** Two-sided, in (0, 1]. */
  readonly p: number;
  /** Whether all patterns of signs were counted; then the seed has no part in `p`. */
  readonly exact: boolean;
  /** Patterns behind `p`: 2^m when exact, else the random ones. */
  readonly patterns: number;
}

/** Policy: up to so many units that are not 0, all 2^20 patterns (about a million) are counted. */
export const EXACT_UNITS = 20;

// Two sums count as equal within this share of sum |d|: far above rounding, far below a step of any AP.
const TIE = 1e-12;
// Signs are looked up eight at a time.
const BLOCK = 8;
const TABLE = 1 << BLOCK;

/**
 * Fisher's randomisation test of paired differences: under the null the sign of each is a fair coin. Two-sided in
 * `|sum|`, which orders the patterns as `|mean|` does. Ties count against the claim.
 *
 * With at most `EXACT_UNITS` non-zero units `p = #{|sum*| >= |sum|} / 2^m` over all patterns (units of 0 change
 * nothing); otherwise `p = (1 + #) / (replicates + 1)` over random ones. No unit, or only zeros: p = 1.
 *
 * @param units differences, or sums of differences over clusters that flip as one; finite.
 * @throws RangeError if a unit is not finite or `replicates` is not a positive integer.
 * @see Fisher 1935, The Design of Experiments, section 21; Phipson & Smyth 2010 (the 1 in the estimate)
 */
export function signFlipTest(
  units: ArrayLike<number>,
  seed: number,
  replicates = 10_000,
): SignFlip {
  if (!(Number.isInteger(replicates) && replicates >= 1))
    throw new RangeError(`signFlipTest: replicates must be a positive integer, got ${replicates}`);
  const moved = Float64Array.from(units).filter((unit) => unit !== 0);
  const odd = moved.find((unit) => !Number.isFinite(unit));
  if (odd !== undefined) throw new RangeError(`signFlipTest: units must be finite, got ${odd}`);
  const tables = blockSums(moved);
  const size = moved.reduce((total, unit) => total + Math.abs(unit), 0);
  const reach = Math.abs(patternSum(tables, () => TABLE - 1)) - TIE * size;
  return moved.length <= EXACT_UNITS
    ? countAll(tables, moved.length, reach)
    : countRandom(tables, reach, new Rng(seed).fork('sign flips'), replicates);
}

/** `[blocks, 256]`: the sum of each eight units under every pattern, bit = 1 for a plus. No running sum, so no drift. */
function blockSums(units: Float64Array): Float64Array {
  const blocks = Math.ceil(units.length / BLOCK);
  return Float64Array.from({ length: blocks * TABLE }, (_, entry) => {
    const start = Math.floor(entry / TABLE) * BLOCK;
    let sum = 0;
    for (let k = 0; k < BLOCK && start + k < units.length; k++)
      sum += (entry >> k) & 1 ? units[start + k]! : -units[start + k]!;
    return sum;
  });
}

function patternSum(tables: Float64Array, bits: (block: number) => number): number {
  let sum = 0;
  for (let block = 0; block * TABLE < tables.length; block++)
    sum += tables[block * TABLE + bits(block)]!;
  return sum;
}

/** All patterns; one and its mirror image have the same |sum|, so only those with a plus in front are summed. */
function countAll(tables: Float64Array, units: number, reach: number): SignFlip {
  const patterns = 2 ** units;
  let count = 0;
  for (let pattern = 1; pattern < patterns; pattern += 2) {
    const sum = patternSum(tables, (block) => (pattern >> (BLOCK * block)) & (TABLE - 1));
    if (Math.abs(sum) >= reach) count += 2;
  }
  return { p: units === 0 ? 1 : count / patterns, exact: true, patterns };
}

function countRandom(tables: Float64Array, reach: number, rng: Rng, replicates: number): SignFlip {
  let count = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    let sum = 0;
    let bits = 0;
    for (let start = 0, turn = 0; start < tables.length; start += TABLE, turn++) {
      // 24 bits a draw, from the top: the lowest bits of xoroshiro128+ are its weakest.
      bits = turn % 3 === 0 ? rng.below(2 ** 32) >>> 8 : bits >>> BLOCK;
      sum += tables[start + (bits & (TABLE - 1))]!;
    }
    if (Math.abs(sum) >= reach) count++;
  }
  return { p: (1 + count) / (replicates + 1), exact: false, patterns: replicates };
}
