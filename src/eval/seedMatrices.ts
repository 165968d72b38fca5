import type { Rng } from '../lib';
import type { ApMatrix } from './apMatrix';
import type { PackedRows } from './packRows';

/** The replicates that drew the same seeds. */
export interface SeedGroup {
  /** `[seeds]`, how often each was drawn; their sum is the number of seeds. */
  readonly counts: readonly number[];
  readonly replicates: readonly number[];
}

/** Draws `seeds` seeds with replacement for replicates 0 .. `replicates` - 1, and groups those with equal counts. */
export function drawSeeds(rng: Rng, seeds: number, replicates: number): SeedGroup[] {
  const groups = new Map<string, { counts: number[]; replicates: number[] }>();
  for (let b = 0; b < replicates; b++) {
    const counts = Array<number>(seeds).fill(0);
    for (let draw = 0; draw < seeds; draw++) counts[rng.below(seeds)]!++;
    const key = counts.join();
    const group = groups.get(key);
    if (group) group.replicates.push(b);
    else groups.set(key, { counts, replicates: [b] });
  }
  return [...groups.values()];
}

/** `sum_r counts_r rows_r / R`. Rows of coverage stay as they are, because all seeds cover the same queries. */
export function averageRows(packs: readonly PackedRows[], counts: readonly number[]): Float64Array {
  if (packs.length === 1) return packs[0]!.rows;
  const total = new Float64Array(packs[0]!.rows.length);
  packs.forEach(({ rows }, r) => {
    const count = counts[r]!;
    if (count > 0) for (let i = 0; i < total.length; i++) total[i]! += count * rows[i]!;
  });
  for (let i = 0; i < total.length; i++) total[i]! /= packs.length;
  return total;
}

/** @throws RangeError if there is no matrix or the names differ. */
export function assertAlike(matrices: readonly ApMatrix[]): void {
  if (matrices.length === 0)
    throw new RangeError('drawSeedBootstrap: needs at least one matrix, got none');
  for (const axis of ['systems', 'languages', 'ids'] as const) {
    const want = matrices[0]![axis];
    matrices.forEach((matrix, r) => {
      const got = matrix[axis];
      if (got.length !== want.length || got.some((name, i) => name !== want[i]))
        throw new RangeError(`drawSeedBootstrap: matrices 0 and ${r} differ in their ${axis}`);
    });
  }
}

/**
 * Otherwise a replicate's mean would be over other queries than the value's.
 *
 * @throws RangeError if a query is skipped under one seed but not under another.
 */
export function assertSameQueries(matrices: readonly ApMatrix[]): void {
  const { systems, languages, ids, values } = matrices[0]!;
  matrices.forEach((matrix, r) => {
    const odd = values.findIndex((ap, i) => Number.isNaN(ap) !== Number.isNaN(matrix.values[i]));
    if (odd < 0) return;
    const cell = Math.floor(odd / ids.length);
    const system = systems[Math.floor(cell / languages.length)];
    const language = languages[cell % languages.length];
    throw new RangeError(
      `drawSeedBootstrap: matrices 0 and ${r} do not skip the same queries of ${system} in ${language}, see id ${ids[odd % ids.length]}`,
    );
  });
}
