import type { AlignResult } from '../../worker';
import type { Grouping } from './units';

/** A result between groups of tokens. */
export interface Pooled {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], sum of the mass. */
  readonly plan: Float64Array;
  /** [rows, columns], mean cost of the tokens. */
  readonly cost: Float64Array;
  /** [rows, columns], sum of mass times cost. */
  readonly spent: Float64Array;
  /** [rows], weight that a row's tokens have before transport. */
  readonly weights: Float64Array;
}

/** Sums mass and cost spent, and averages cost, over groups of rows and of columns. */
export function pool(
  { plan, cost }: Pick<AlignResult, 'plan' | 'cost'>,
  rows: Grouping,
  columns: Grouping,
): Pooled {
  const [n, m] = [rows.sentence.tokens.length, columns.sentence.tokens.length];
  const pooled = {
    ...{ rows: n, columns: m, plan: new Float64Array(n * m), cost: new Float64Array(n * m) },
    ...{ spent: new Float64Array(n * m), weights: new Float64Array(n) },
  };
  const counts = new Uint32Array(n * m);
  for (let i = 0; i < rows.of.length; i++) {
    const row = rows.of[i]!;
    if (row < 0) continue;
    pooled.weights[row]! += 1 / rows.of.length;
    for (let j = 0; j < columns.of.length; j++) {
      const column = columns.of[j]!;
      if (column < 0) continue;
      const [from, to] = [i * columns.of.length + j, row * m + column];
      pooled.plan[to]! += plan[from]!;
      pooled.spent[to]! += plan[from]! * cost[from]!;
      pooled.cost[to]! += cost[from]!;
      counts[to]! += 1;
    }
  }
  for (let k = 0; k < counts.length; k++) pooled.cost[k]! /= counts[k]! || 1;
  return pooled;
}

/** [rows, columns], each row divided by its sum; rows without mass are 0. */
export function rowShares(values: Float64Array, rows: number, columns: number): Float64Array {
  const shares = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += values[row * columns + column]!;
    if (sum < NOTHING) continue;
    for (let column = 0; column < columns; column++)
      shares[row * columns + column] = values[row * columns + column]! / sum;
  }
  return shares;
}

/** [rows, columns], divided by the sum of all. */
export function totalShares(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  return sum < NOTHING ? new Float64Array(values.length) : values.map((value) => value / sum);
}

/** A mass that is a rounding error of none. */
const NOTHING = 1e-12;
