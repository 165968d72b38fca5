import { ShapeError } from '../../gpu';

/** A plan or a similarity, row-major `[n, m]`. */
export type PlanMatrix = Float32Array | Float64Array;

/** A link from source token (or word) `i` to target `j`, both counted from 0. */
export interface Link {
  readonly i: number;
  readonly j: number;
}

/** @throws ShapeError unless `matrix` has n * m entries; RangeError unless n and m are whole and not negative. */
export function assertMatrix(where: string, matrix: PlanMatrix, n: number, m: number): void {
  for (const [name, size] of [
    ['n', n],
    ['m', m],
  ] as const)
    if (!(Number.isInteger(size) && size >= 0))
      throw new RangeError(`${where}: ${name} must be a whole number >= 0, got ${size}`);
  if (matrix.length !== n * m) throw new ShapeError(where, [matrix.length], [n, m]);
}

/** Sums of rows `[n]` and columns `[m]` in float64. */
export function sums(matrix: PlanMatrix, n: number, m: number) {
  const [rows, columns] = [new Float64Array(n), new Float64Array(m)];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      const value = matrix[i * m + j]!;
      rows[i]! += value;
      columns[j]! += value;
    }
  return { rows, columns };
}

/** Column of each row's largest entry `[n]` and row of each column's `[m]`; the lowest index of equals. */
export function argmaxes(matrix: PlanMatrix, n: number, m: number) {
  const [rows, columns] = [new Uint32Array(n), new Uint32Array(m)];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      const value = matrix[i * m + j]!;
      if (value > matrix[i * m + rows[i]!]!) rows[i] = j;
      if (value > matrix[columns[j]! * m + j]!) columns[j] = i;
    }
  return { rows, columns };
}
