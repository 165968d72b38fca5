import { rowShares } from './pooled';

/** A line between a row and a column. */
export interface Ribbon {
  readonly row: number;
  readonly column: number;
  /** Share of the row's mass, or the column's where that is what put it there. */
  readonly share: number;
}

interface Wanted {
  /** Least share. */
  readonly threshold: number;
  /** Most ribbons that leave a row. */
  readonly top: number;
}

/** The strongest links of each row, best first within a row; ties by position. */
export function ribbons(
  plan: Float64Array,
  rows: number,
  columns: number,
  { threshold, top }: Wanted,
): Ribbon[] {
  const shares = rowShares(plan, rows, columns);
  const found: Ribbon[] = [];
  for (let row = 0; row < rows; row++) {
    const own = Array.from({ length: columns }, (_, column) => {
      return { row, column, share: shares[row * columns + column]! };
    });
    own.sort((a, b) => b.share - a.share || a.column - b.column);
    found.push(...own.filter(({ share }) => share > 0 && share >= threshold).slice(0, top));
  }
  return found;
}
