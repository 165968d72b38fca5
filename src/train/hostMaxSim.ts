import { NO_TOKEN } from '../kernels';
import type { HostOps, HostValues, NnArray } from '../nn';

/** Packed unit vectors of texts: text t owns rows `offsets[t]` to `offsets[t + 1]`; rows past the last are not read. */
export interface Texts {
  readonly vectors: NnArray;
  readonly offsets: Uint32Array;
}

export interface HostMaxSim {
  /** `[Q, D]`: the mean over tokens of query q of their greatest product with a token of document t. */
  readonly scores: Float64Array;
  /** `[query tokens, D]`, the row of that token; `NO_TOKEN` where the document is empty. */
  readonly argmax: Uint32Array;
}

/** MaxSim / query length on the host, as `maxSimArgmax` gives it on a device. An empty text scores 0 on either side. */
export function hostMaxSim(outer: HostOps, queries: Texts, documents: Texts): HostMaxSim {
  using ops = outer.open() as HostOps;
  const products = ops.values(ops.linear({ x: queries.vectors, w: documents.vectors }));
  const width = documents.vectors.shape[0]!;
  const [Q, D] = [queries.offsets.length - 1, documents.offsets.length - 1];
  const scores = new Float64Array(Q * D);
  const argmax = new Uint32Array(queries.offsets[Q]! * D).fill(NO_TOKEN);
  for (let q = 0; q < Q; q++) {
    const first = queries.offsets[q]!;
    const end = queries.offsets[q + 1]!;
    for (let i = first; i < end; i++)
      for (let t = 0; t < D; t++) {
        if (documents.offsets[t] === documents.offsets[t + 1]) continue;
        const best = greatest(
          products,
          i * width,
          documents.offsets[t]!,
          documents.offsets[t + 1]!,
        );
        argmax[i * D + t] = best;
        // Products that are not finite must not pass for an empty document: divergence shows in the loss.
        scores[q * D + t]! +=
          best === NO_TOKEN ? Number.NaN : products[i * width + best]! / (end - first);
      }
  }
  return { scores, argmax };
}

function greatest(products: HostValues, row: number, first: number, end: number): number {
  let best = NO_TOKEN;
  let top = Number.NEGATIVE_INFINITY;
  for (let j = first; j < end; j++) {
    const product = products[row + j]!;
    if (product > top) {
      top = product;
      best = j;
    }
  }
  return best;
}

/**
 * Gradient by the token products, `[query rows, document rows]`: `dScores[q, t] / |q|` where each token of query q meets
 * its best token of document t. Mostly zeros, but SIMD products with it are faster than loops over its entries.
 */
export function hostMaxSimSlopes(
  ops: HostOps,
  queries: Texts,
  documents: Texts,
  argmax: Uint32Array,
  dScores: ArrayLike<number>,
): NnArray {
  const width = documents.vectors.shape[0]!;
  const slopes = ops.zeros([queries.vectors.shape[0]!, width], 'maxSim.slopes');
  const values = ops.values(slopes);
  const [Q, D] = [queries.offsets.length - 1, documents.offsets.length - 1];
  for (let q = 0; q < Q; q++) {
    const first = queries.offsets[q]!;
    const end = queries.offsets[q + 1]!;
    for (let i = first; i < end; i++)
      for (let t = 0; t < D; t++) {
        const j = argmax[i * D + t]!;
        if (j !== NO_TOKEN) values[i * width + j] = dScores[q * D + t]! / (end - first);
      }
  }
  return slopes;
}
