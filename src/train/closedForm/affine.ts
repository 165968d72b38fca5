import { hasWasm, productWasm } from '../../wasm';
import type { TokenSet } from '../tokens';
import { identity, product, sum, timesVector, transpose } from './matrix';
import type { Moments } from './moments';
import type { AffineMap } from './types';

/** Rows that are multiplied at a time. */
const CHUNK = 1024;

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

/**
 * `M x + b` of every token, rounded to float32; products are float32 where there is WebAssembly SIMD, otherwise
 * float64. Where a head W follows, `foldHead` is cheaper.
 *
 * @throws RangeError if the map is of another dimension.
 */
export function applyMap(map: AffineMap, set: TokenSet): TokenSet {
  const { dimension: d } = set;
  if (map.shift.length !== d)
    throw new RangeError(`applyMap: tokens have ${d} dimensions, the map ${map.shift.length}`);
  return { ...set, vectors: mapVectors(map, set.vectors) };
}

/** `M x + b` of rows `[n, d]`; see `applyMap`. */
export function mapVectors({ matrix, shift }: AffineMap, x: Float32Array): Float32Array {
  const d = shift.length;
  const mapped = new Float32Array(x.length);
  const transposed = matrix && !hasWasm() ? transpose(matrix, d) : null;
  const weights = matrix && Float32Array.from(matrix);
  for (let start = 0; start < x.length; start += CHUNK * d) {
    const rows = x.subarray(start, start + CHUNK * d);
    const out = mapped.subarray(start, start + CHUNK * d);
    if (transposed) out.set(product(Float64Array.from(rows), transposed, d));
    else if (weights) multiply(rows, weights, out, d);
    else out.set(rows);
    for (let row = 0; row < out.length; row += d)
      for (let k = 0; k < d; k++) out[row + k]! += shift[k]!;
  }
  return mapped;
}

/** `out = x w^T`: x `[n, d]`, w `[d, d]`. */
function multiply(x: Float32Array, w: Float32Array, out: Float32Array, d: number): void {
  productWasm({
    a: { values: x, summed: 'columns' },
    b: { values: w, summed: 'columns' },
    shape: { rows: x.length / d, columns: d, depth: d },
    out,
    accumulate: false,
  });
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
