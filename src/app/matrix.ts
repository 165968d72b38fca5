import type { AlignResult } from '../worker';
import type { Mode } from './look/look';

/** A matrix ready to be drawn, with what its numbers mean. */
export interface ShownMatrix {
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
  /** Values drawn in the first and in the last colour. */
  readonly domain: readonly [number, number];
  /** What one value is, e.g. `share of the row's mass`. */
  readonly unit: string;
  /** The same in one word, for live text. */
  readonly noun: string;
}

/**
 * The matrix of a mode:
 * - `plan`: `n P[i,j]`, the share of row i's mass that goes to column j;
 * - `cost`: `C[i,j] = 1 - cosine`;
 * - `product`: `P[i,j] C[i,j] / <P,C>`, the share of the objective that is spent there.
 */
export function shownMatrix(
  result: AlignResult,
  mode: Mode,
  rows: number,
  columns: number,
): ShownMatrix {
  const { plan, cost, loss } = result;
  const values = new Float64Array(rows * columns);
  for (let k = 0; k < values.length; k++) {
    if (mode === 'plan') values[k] = plan[k]! * rows;
    else if (mode === 'cost') values[k] = cost[k]!;
    else values[k] = loss > 0 ? (plan[k]! * cost[k]!) / loss : 0;
  }
  const [least, most] = range(values);
  const shape = { values, rows, columns };
  if (mode === 'plan')
    return { ...shape, domain: [0, 1], unit: 'share of the row’s mass', noun: 'mass' };
  if (mode === 'cost')
    return { ...shape, domain: nice(least, most), unit: 'cost 1 − cosine', noun: 'cost' };
  const domain: [number, number] = [0, nice(0, most)[1]];
  return { ...shape, domain, unit: 'share of ⟨P,C⟩', noun: 'share of cost' };
}

/** The columns that take most of a row, best first. */
export function strongest(matrix: ShownMatrix, row: number, count: number): number[] {
  const at = (column: number) => matrix.values[row * matrix.columns + column]!;
  return Array.from({ length: matrix.columns }, (_, column) => column)
    .sort((a, b) => at(b) - at(a) || a - b)
    .slice(0, count);
}

function range(values: Float64Array): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : [0, 1];
}

/** Rounds outwards to twentieths, so that the legend stays readable and still. */
function nice(least: number, most: number): [number, number] {
  const low = Math.floor(least * 20 + 1e-9) / 20;
  const high = Math.ceil(most * 20 - 1e-9) / 20;
  return [low, high > low ? high : low + 0.05];
}
