import type { AlignResult } from '../../worker';
import type { AlignProblem } from '../alignProblem';
import type { Grouping } from './units';

/** Where a step against the gradient would move the student's tokens. */
export interface GradientField {
  /** [rows, columns], speed at which a column's token turns towards a row's; negative: away from it. */
  readonly towards: Float64Array;
  /** [columns], length of the gradient; means over the tokens of a group. */
  readonly lengths: Float64Array;
  /** [columns], the row that a column's tokens turn towards fastest; -1 where they stay. */
  readonly pulledTo: Int32Array;
}

/**
 * Reads a gradient as movements on the unit sphere, on which student tokens y_j and teacher tokens x_i lie: with t the unit vector
 * at y_j that points to x_i, the speed towards x_i is `-<dY_j, t>`.
 */
export function gradientField(
  { vectors }: AlignProblem,
  gradient: NonNullable<AlignResult['gradient']>,
  rows: Grouping,
  columns: Grouping,
): GradientField {
  const [n, m] = [rows.sentence.tokens.length, columns.sentence.tokens.length];
  const towards = new Float64Array(n * m);
  const counts = new Uint32Array(n * m);
  const [lengths, sizes] = [new Float64Array(m), new Uint32Array(m)];
  for (let j = 0; j < vectors.m; j++) {
    const column = columns.of[j]!;
    if (column < 0) continue;
    lengths[column]! += lengthOf(gradient, j, vectors.d);
    sizes[column]! += 1;
    for (let i = 0; i < vectors.n; i++) {
      const row = rows.of[i]!;
      if (row < 0) continue;
      towards[row * m + column]! += speed(vectors, gradient, i, j);
      counts[row * m + column]! += 1;
    }
  }
  for (let k = 0; k < counts.length; k++) towards[k]! /= counts[k]! || 1;
  for (let k = 0; k < m; k++) lengths[k]! /= sizes[k]! || 1;
  return { towards, lengths, pulledTo: fastest(towards, n, m) };
}

function speed(
  { x, y, d }: AlignProblem['vectors'],
  gradient: Float32Array,
  i: number,
  j: number,
): number {
  let [alike, along, radial] = [0, 0, 0];
  for (let k = 0; k < d; k++) {
    const [target, own, slope] = [x[i * d + k]!, y[j * d + k]!, gradient[j * d + k]!];
    alike += target * own;
    along += target * slope;
    radial += own * slope;
  }
  const across = Math.sqrt(Math.max(0, 1 - alike * alike));
  return across < 1e-6 ? 0 : -(along - alike * radial) / across;
}

function lengthOf(gradient: Float32Array, j: number, d: number): number {
  let squares = 0;
  for (let k = 0; k < d; k++) squares += gradient[j * d + k]! ** 2;
  return Math.sqrt(squares);
}

function fastest(towards: Float64Array, n: number, m: number): Int32Array {
  return Int32Array.from({ length: m }, (_, column) => {
    let [best, most] = [-1, 0];
    for (let row = 0; row < n; row++)
      if (towards[row * m + column]! > most) [best, most] = [row, towards[row * m + column]!];
    return best;
  });
}
