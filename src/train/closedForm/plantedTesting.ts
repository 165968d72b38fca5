import { Rng } from '../../lib';
import type { TokenSet } from '../tokens';
import { identity, product, transpose } from './matrix';
import { MomentSums } from './moments';
import { nearestOrthogonal } from './polar';
import type { AffineMap } from './types';

/** `n` standard normal values in float64. */
export function normals(n: number, seed: number): Float64Array {
  const rng = new Rng(seed);
  return Float64Array.from({ length: n }, () => rng.normal());
}

/** A random orthogonal matrix `[d, d]`. */
export function randomRotation(d: number, seed: number): Float64Array {
  return nearestOrthogonal(normals(d * d, seed), d);
}

/** `M x + b` of rows `[n, d]`. */
export function mapped(matrix: Float64Array, rows: Float64Array, shift?: Float64Array) {
  const d = Math.sqrt(matrix.length);
  return product(rows, transpose(matrix, d), d).map((value, k) => value + (shift?.[k % d] ?? 0));
}

/** A fitted map on rows `[n, d]` in float64. */
export function mapRows({ matrix, shift }: AffineMap, rows: Float64Array): Float64Array {
  return mapped(matrix ?? identity(shift.length), rows, shift);
}

/** Moments of the rows `[n, d]` in pairs of weight 1. */
export function momentsOf(source: Float64Array, target: Float64Array, d: number) {
  const sums = new MomentSums(d);
  sums.add(source, target, new Float64Array(source.length / d).fill(1));
  return sums.finish();
}

/** The largest absolute difference of two arrays of one length. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} values and ${b.length}`);
  let most = 0;
  for (let k = 0; k < a.length; k++) {
    const difference = Math.abs(a[k]! - b[k]!);
    if (!(difference <= most)) most = difference;
  }
  return most;
}

/** A set of texts of `counts` tokens, in float32. */
export function tokenSet(
  values: ArrayLike<number>,
  counts: readonly number[],
  dimension: number,
): TokenSet {
  const offsets = new Uint32Array(counts.length + 1);
  for (const [k, count] of counts.entries()) offsets[k + 1] = offsets[k]! + count;
  return { vectors: Float32Array.from(values), offsets, dimension };
}
