import type { Rng } from '../lib';

/**
 * Numbers the clusters of the chosen ids: `unitOf[i]` in 0 .. units - 1, in order of first appearance.
 * Without `clusters` every id is a unit of its own.
 *
 * @param chosen indices into `clusters`, the ids that are resampled.
 */
export function numberUnits(
  chosen: Uint32Array,
  clusters?: readonly string[],
): { unitOf: Uint32Array; units: number } {
  if (!clusters) return { unitOf: Uint32Array.from(chosen.keys()), units: chosen.length };
  const numbers = new Map<string, number>();
  const unitOf = chosen.map((index) => {
    const cluster = clusters[index]!;
    const number = numbers.get(cluster) ?? numbers.size;
    numbers.set(cluster, number);
    return number;
  });
  return { unitOf, units: numbers.size };
}

/**
 * Bootstrap replicates in turn: draws `units` units with replacement and counts how often each came.
 *
 * @returns `[replicates, units]`.
 */
export function drawCounts(rng: Rng, units: number, replicates: number): Uint16Array | Uint32Array {
  const size = replicates * units;
  const counts = units < 2 ** 16 ? new Uint16Array(size) : new Uint32Array(size);
  for (let start = 0; start < size; start += units)
    for (let draw = 0; draw < units; draw++) counts[start + rng.below(units)]!++;
  return counts;
}

/**
 * `out[r] = sum_i weights[i] rows[r, i]`, each row summed in the order of i in one accumulator, so that equal rows give
 * equal sums to the last bit. Four rows at a time, because one accumulator alone waits on its own additions.
 *
 * @param rows `[4 k, n]` row-major; pad with rows of zeros.
 * @param out `[4 k]`, every entry written.
 */
export function weightedSums(rows: Float64Array, weights: Float64Array, out: Float64Array): void {
  const n = weights.length;
  for (let r = 0; r < out.length; r += 4) {
    const base0 = r * n;
    const base1 = base0 + n;
    const base2 = base1 + n;
    const base3 = base2 + n;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0; i < n; i++) {
      const w = weights[i]!;
      s0 += w * rows[base0 + i]!;
      s1 += w * rows[base1 + i]!;
      s2 += w * rows[base2 + i]!;
      s3 += w * rows[base3 + i]!;
    }
    out[r] = s0;
    out[r + 1] = s1;
    out[r + 2] = s2;
    out[r + 3] = s3;
  }
}
