import { type ApMatrix, apRow, coverage } from './apMatrix';

/** An AP matrix laid out for `weightedSums`. */
export interface PackedRows {
  /**
   * `[4 k, chosen]`: the AP of each cell (0 where skipped; NaN throughout where the system lacks the language), then
   * the coverage of each language, then rows of zeros up to a multiple of four.
   */
  readonly rows: Float64Array;
  /** Indices of the ids that some language covers. */
  readonly chosen: Uint32Array;
  /** `[languages]`, ids that each covers. */
  readonly queries: Uint32Array;
}

/** Packs the ids that some language covers. @throws RangeError as `coverage`. */
export function packRows(matrix: ApMatrix): PackedRows {
  const covered = coverage(matrix);
  const [S, L, n] = [matrix.systems.length, matrix.languages.length, matrix.ids.length];
  const chosen = Uint32Array.from(matrix.ids.keys()).filter((i) =>
    matrix.languages.some((_, l) => covered[l * n + i] === 1),
  );
  const rows = new Float64Array(4 * Math.ceil((S * L + L) / 4) * chosen.length);
  const queries = new Uint32Array(L);
  for (let l = 0; l < L; l++) {
    const cover = chosen.map((i) => covered[l * n + i]!);
    queries[l] = cover.reduce((total, here) => total + here, 0);
    rows.set(cover, (S * L + l) * chosen.length);
    for (let s = 0; s < S; s++) {
      const row = apRow(matrix, s, l);
      const absent = row.every((ap) => Number.isNaN(ap));
      const start = (s * L + l) * chosen.length;
      chosen.forEach((i, column) => {
        rows[start + column] = cover[column] || absent ? row[i]! : 0;
      });
    }
  }
  return { rows, chosen, queries };
}

/** `[languages]`, how many units hold at least one query of each language. */
export function countUnits(
  { rows, queries }: PackedRows,
  cells: number,
  unitOf: Uint32Array,
  units: number,
): Uint32Array {
  return queries.map((_, l) => {
    const hit = new Uint8Array(units);
    unitOf.forEach((unit, i) => {
      if (rows[(cells + l) * unitOf.length + i]! > 0) hit[unit] = 1;
    });
    return hit.reduce((total, here) => total + here, 0);
  });
}
