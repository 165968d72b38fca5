import type { TokenSet } from '../tokens';
import { identity, product, sum, timesVector, transpose } from './matrix';
import type { Moments } from './moments';
import type { AffineMap } from './types';

/** Rows that `applyMap` works on at a time. */
const CHUNK = 256;

/** `x -> x`. */
export function identityMap(d: number): AffineMap {
  return { matrix: null, shift: new Float64Array(d), details: {} };
}

/** `x -> M (x - mean s) + mean t`, the map whose matrix was fitted to `moments`. */
export function mapAbout(
  matrix: Float64Array,
  { sourceMean, targetMean }: Pick<Moments, 'sourceMean' | 'targetMean'>,
  details: Readonly<Record<string, number>> = {},
): AffineMap {
  return { matrix, shift: sum(targetMean, timesVector(matrix, sourceMean), -1), details };
}

/** `M x + b` of rows `[n, d]`. */
export function mapRows({ matrix, shift }: AffineMap, rows: Float64Array): Float64Array {
  const d = shift.length;
  const mapped = matrix ? product(rows, transpose(matrix, d), d) : rows;
  return mapped.map((value, k) => value + shift[k % d]!);
}

/**
 * `M x + b` of every token, in float64, rounded to float32 at the end. Where a head W follows, `foldHead`
 * is cheaper.
 *
 * @throws RangeError if the map is of another dimension.
 */
export function applyMap(map: AffineMap, set: TokenSet): TokenSet {
  const { dimension: d } = set;
  if (map.shift.length !== d)
    throw new RangeError(`applyMap: tokens have ${d} dimensions, the map ${map.shift.length}`);
  const vectors = new Float32Array(set.vectors.length);
  const transposed = map.matrix && transpose(map.matrix, d);
  for (let start = 0; start < vectors.length; start += CHUNK * d) {
    const rows = Float64Array.from(set.vectors.subarray(start, start + CHUNK * d));
    const mapped = transposed ? product(rows, transposed, d) : rows;
    for (let k = 0; k < mapped.length; k++) vectors[start + k] = mapped[k]! + map.shift[k % d]!;
  }
  return { ...set, vectors };
}

/** A linear layer: `unit(weight x + bias)` are the tokens of a mapped language. */
export interface FoldedHead {
  /** `W M`, `[outputs, d]`. */
  readonly weight: Float32Array;
  /** `W b`, `[outputs]`. */
  readonly bias: Float32Array;
}

/** The map and the English head W `[outputs, d]` as one layer; throws RangeError where they do not fit. */
export function foldHead(head: Float32Array, { matrix, shift }: AffineMap): FoldedHead {
  const d = shift.length;
  if (head.length === 0 || head.length % d !== 0)
    throw new RangeError(`foldHead: the head has ${head.length} weights, not a multiple of ${d}`);
  const w = Float64Array.from(head);
  return {
    weight: Float32Array.from(product(w, matrix ?? identity(d), d)),
    bias: Float32Array.from(timesVector(w, shift)),
  };
}
