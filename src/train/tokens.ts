import type { Scope, Tensor } from '../gpu';

/** Token vectors of many texts, packed: text t owns rows `offsets[t]` to `offsets[t + 1]`. */
export interface TokenSet {
  /** `[tokens, dimension]`, row-major. */
  readonly vectors: Float32Array;
  /** `[texts + 1]`, starts with 0. */
  readonly offsets: Uint32Array;
  readonly dimension: number;
}

/** A `TokenSet` whose vectors lie on the device. */
export interface TokenMatrix {
  readonly vectors: Tensor;
  readonly offsets: Uint32Array;
}

/** Uploads a token set; `scope` owns the tensor. */
export function uploadTokens(scope: Scope, set: TokenSet, label: string): TokenMatrix {
  const tokens = set.offsets.at(-1) ?? 0;
  return {
    vectors: scope.upload(set.vectors, [tokens, set.dimension], label),
    offsets: set.offsets,
  };
}

/** The token rows of the texts `texts`, in their order, and how many each has. */
export function rowsOf(
  offsets: Uint32Array,
  texts: ArrayLike<number>,
): { rows: Uint32Array; counts: Uint32Array } {
  const counts = Uint32Array.from(texts, (text) => offsets[text + 1]! - offsets[text]!);
  const rows = new Uint32Array(counts.reduce((sum, count) => sum + count, 0));
  let next = 0;
  for (let k = 0; k < texts.length; k++) {
    const start = offsets[texts[k]!]!;
    for (let token = 0; token < counts[k]!; token++) rows[next++] = start + token;
  }
  return { rows, counts };
}

/** Running sums `[n + 1]` of `counts`. */
export function offsetsOf(counts: ArrayLike<number>): Uint32Array {
  const offsets = new Uint32Array(counts.length + 1);
  for (let k = 0; k < counts.length; k++) offsets[k + 1] = offsets[k]! + counts[k]!;
  return offsets;
}

/**
 * Scales every row to norm sqrt(d), so that components have unit mean square whatever the encoder's
 * scale; cosines are unchanged, and learning rates mean the same for every encoder. Zero rows stay zero.
 */
export function standardise(set: TokenSet): TokenSet {
  const { dimension: d } = set;
  const vectors = new Float32Array(set.vectors.length);
  for (let start = 0; start < vectors.length; start += d) {
    let square = 0;
    for (let k = start; k < start + d; k++) square += set.vectors[k]! ** 2;
    const factor = square > 0 ? Math.sqrt(d / square) : 0;
    for (let k = start; k < start + d; k++) vectors[k] = set.vectors[k]! * factor;
  }
  return { ...set, vectors };
}
