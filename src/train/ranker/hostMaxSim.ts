import type { HostOps, NnArray } from '../../nn';

/** The entry of `argmax` where the document is empty. */
const NO_TOKEN = 0xffffffff;

export interface HostMaxSim {
  /** `[n, n]`, row q: the mean over tokens of text q of their greatest product with a token of each text. */
  readonly scores: Float64Array;
  /** `[tokens, n]`, the row of that token. */
  readonly argmax: Uint32Array;
}

/**
 * MaxSim / query length of n texts against each other, as `maxSimArgmax` gives it on a device. An empty text scores
 * 0 on either side.
 *
 * @param unit `[rows, d]`; rows past the last text are not read.
 * @param offsets `[n + 1]`.
 */
export function hostMaxSim(outer: HostOps, unit: NnArray, offsets: Uint32Array): HostMaxSim {
  using ops = outer.open() as HostOps;
  const rows = unit.shape[0]!;
  const products = ops.values(ops.linear({ x: unit, w: unit }));
  const n = offsets.length - 1;
  const scores = new Float64Array(n * n);
  const argmax = new Uint32Array(offsets[n]! * n).fill(NO_TOKEN);
  for (let q = 0; q < n; q++) {
    const length = offsets[q + 1]! - offsets[q]!;
    for (let i = offsets[q]!; i < offsets[q + 1]!; i++)
      for (let t = 0; t < n; t++) {
        let best = NO_TOKEN;
        let top = Number.NEGATIVE_INFINITY;
        for (let j = offsets[t]!; j < offsets[t + 1]!; j++) {
          const product = products[i * rows + j]!;
          if (product > top) [top, best] = [product, j];
        }
        if (offsets[t] === offsets[t + 1]) continue;
        argmax[i * n + t] = best;
        // Products that are not finite must not pass for an empty text: divergence shows in the loss.
        scores[q * n + t]! += best === NO_TOKEN ? Number.NaN : top / length;
      }
  }
  return { scores, argmax };
}

/**
 * Gradient with respect to `unit`, on both sides of the scores; `ops` owns it. The gradient of the products is
 * sparse, one entry a token and text, but dense products of it are faster than loops over its entries.
 */
export function hostMaxSimBackward(
  ops: HostOps,
  unit: NnArray,
  offsets: Uint32Array,
  argmax: Uint32Array,
  dScores: ArrayLike<number>,
): NnArray {
  using inner = ops.open() as HostOps;
  const rows = unit.shape[0]!;
  const dProducts = inner.zeros([rows, rows], 'ranker.dProducts');
  const values = inner.values(dProducts);
  const n = offsets.length - 1;
  for (let q = 0; q < n; q++) {
    const length = offsets[q + 1]! - offsets[q]!;
    for (let i = offsets[q]!; i < offsets[q + 1]!; i++)
      for (let t = 0; t < n; t++) {
        const j = argmax[i * n + t]!;
        if (j !== NO_TOKEN) values[i * rows + j]! += dScores[q * n + t]! / length;
      }
  }
  const gradient = ops.linearInput({ dy: dProducts, w: unit });
  ops.linearWeight({ dy: dProducts, x: unit, into: gradient });
  return gradient;
}
