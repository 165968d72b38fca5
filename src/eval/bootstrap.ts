import { Rng } from '../lib';
import type { ApMatrix } from './apMatrix';
import { countUnits, packRows } from './packRows';
import { drawCounts, numberUnits, weightedSums } from './resample';
import { assertAlike, assertSameQueries, averageRows, drawSeeds } from './seedMatrices';

export interface BootstrapOptions {
  /** Any finite number; the same seed gives the same draws, whatever the systems and languages are. */
  readonly seed: number;
  /** B, default 2,000; 10,000 takes about a second for 1,237 ids, 6 languages, 8 systems, one seed or three. */
  readonly replicates?: number;
  /** Of the intervals, default .95. */
  readonly level?: number;
  /** `[ids]`, e.g. intents: resample whole clusters instead of single ids. */
  readonly clusters?: readonly string[];
}

/** MAP of every system and language, as measured and in each replicate. NaN where a cell has no queries. */
export interface BootstrapDraws {
  readonly systems: readonly string[];
  readonly languages: readonly string[];
  readonly replicates: number;
  readonly level: number;
  /** `[systems, languages]`, from the data themselves. */
  readonly maps: Float64Array;
  /** `[systems, languages, replicates]`. NaN too in a replicate that happens to hold no query of the language. */
  readonly draws: Float64Array;
  /** `[languages]`, queries behind each MAP. */
  readonly queries: Uint32Array;
  /** `[languages]`, resampled units (ids or clusters) that hold a query of the language. */
  readonly units: Uint32Array;
}

// Counts held at once, 32 MiB.
const CHUNK = 2 ** 24;

/**
 * Paired bootstrap over query ids: each replicate draws ids with replacement and carries all languages and all
 * systems along, because their queries are parallel; independent draws would make the variance of a gap wrong.
 * `MAP_b[s, l] = sum_i w_bi AP[s, l, i] / sum_i w_bi` over the ids that language l covers.
 * Ids that no language covers (skipped everywhere) are not drawn.
 *
 * @throws RangeError as `coverage`, or if `replicates` is not a positive integer or `clusters` has the wrong length.
 * @see Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13
 */
export function drawBootstrap(matrix: ApMatrix, options: BootstrapOptions): BootstrapDraws {
  return drawSeedBootstrap([matrix], options);
}

/**
 * Hierarchical bootstrap over training seeds x query ids: each replicate draws R of the R seeds with replacement,
 * averages their AP, and draws ids (or clusters) with replacement as `drawBootstrap` does, from the same stream.
 * Seed r is one draw for all systems and languages together, so systems that share a teacher stay paired.
 * With one matrix it is `drawBootstrap` to the last digit: one seed says nothing about the spread over seeds, and of
 * R seeds the draws show (R - 1) / R of its variance.
 *
 * @param matrices one a seed, with equal systems, languages and ids, skipping the same queries.
 * @throws RangeError as `drawBootstrap`, or if there is no matrix or two are not alike.
 * @see Davison & Hinkley 1997, Bootstrap Methods and their Application, section 3.8
 */
export function drawSeedBootstrap(
  matrices: readonly ApMatrix[],
  options: BootstrapOptions,
): BootstrapDraws {
  const { replicates = 2000, level = 0.95, clusters, seed } = options;
  assertAlike(matrices);
  const { systems, languages, ids } = matrices[0]!;
  if (!(Number.isInteger(replicates) && replicates >= 1))
    throw new RangeError(`drawBootstrap: replicates must be a positive integer, got ${replicates}`);
  if (clusters && clusters.length !== ids.length)
    throw new RangeError(
      `drawBootstrap: clusters must have one entry an id (${ids.length}), got ${clusters.length}`,
    );
  const packs = matrices.map(packRows);
  assertSameQueries(matrices);
  const { chosen, queries } = packs[0]!;
  const { unitOf, units } = numberUnits(chosen, clusters);
  const cells = systems.length * languages.length;
  const maps = new Float64Array(cells);
  const draws = new Float64Array(cells * replicates);
  const weights = new Float64Array(chosen.length).fill(1);
  const sums = new Float64Array(chosen.length ? packs[0]!.rows.length / chosen.length : 0);
  const measure = (rows: Float64Array, into: Float64Array, b: number) => {
    weightedSums(rows, weights, sums);
    const stride = into.length / cells;
    for (let cell = 0; cell < cells; cell++)
      into[cell * stride + b] = sums[cell]! / sums[cells + (cell % queries.length)]!;
  };

  measure(averageRows(packs, Array(packs.length).fill(1)), maps, 0);
  const root = new Rng(seed);
  const [idRng, seedRng] = [root.fork('bootstrap'), root.fork('bootstrap seeds')];
  const chunk = Math.max(1, Math.floor(CHUNK / Math.max(1, units)));
  for (let start = 0; start < replicates; start += chunk) {
    const size = Math.min(chunk, replicates - start);
    const counts = drawCounts(idRng, units, size);
    // Replicates that drew the same seeds share one averaged matrix: ten matrices for three seeds, whatever B is.
    for (const group of drawSeeds(seedRng, packs.length, size)) {
      const rows = averageRows(packs, group.counts);
      for (const b of group.replicates) {
        for (let i = 0; i < weights.length; i++) weights[i] = counts[b * units + unitOf[i]!]!;
        measure(rows, draws, start + b);
      }
    }
  }
  const languageUnits = countUnits(packs[0]!, cells, unitOf, units);
  return { systems, languages, replicates, level, maps, draws, queries, units: languageUnits };
}
