/** `a bᵀ`, row-major `[n, m]`, of `a` `[n, d]` and `b` `[m, d]`, e.g. by WASM SIMD. */
export type MatrixProduct = (a: Float32Array, b: Float32Array, d: number) => Promise<Float32Array>;

/** Packed token vectors on the host. */
export interface HostTexts {
  /** `[tokens, d]`. */
  readonly vectors: Float32Array;
  /** `[texts + 1]`. */
  readonly offsets: Uint32Array;
}

const MAX_PRODUCT_BYTES = 2 ** 26;

/**
 * MaxSim of queries `first .. first + count` against all documents, on the host: what `maxSim` computes in
 * WGSL, for machines whose adapter is a CPU. An empty query or document scores 0.
 *
 * @returns `[count, documents]`.
 */
export async function maxSimHost(
  product: MatrixProduct,
  queries: HostTexts,
  documents: HostTexts,
  d: number,
  first: number,
  count: number,
): Promise<Float32Array> {
  const D = documents.offsets.length - 1;
  const tokens = documents.offsets[D]!;
  const scores = new Float32Array(count * D);
  const most = Math.max(1, Math.floor(MAX_PRODUCT_BYTES / (4 * Math.max(1, tokens))));
  for (let q = first; q < first + count; ) {
    const start = queries.offsets[q]!;
    // As many whole queries as fit, at least one.
    let end = q + 1;
    while (end < first + count && queries.offsets[end + 1]! - start <= most) end++;
    const rows = queries.vectors.subarray(start * d, queries.offsets[end]! * d);
    const products = await product(rows, documents.vectors, d);
    for (; q < end; q++) {
      const row = (queries.offsets[q]! - start) * tokens;
      const length = queries.offsets[q + 1]! - queries.offsets[q]!;
      const into = scores.subarray((q - first) * D, (q - first + 1) * D);
      reduceQuery(products, row, length, documents.offsets, into);
    }
  }
  return scores;
}

/** Mean over the query's tokens of the best product in each document; `products` rows start at `row`. */
function reduceQuery(
  products: Float32Array,
  row: number,
  length: number,
  offsets: Uint32Array,
  scores: Float32Array,
): void {
  const D = scores.length;
  const tokens = offsets[D]!;
  for (let t = 0; t < D; t++) {
    const [from, to] = [offsets[t]!, offsets[t + 1]!];
    if (length === 0 || from === to) continue;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const base = row + i * tokens;
      let top = products[base + from]!;
      for (let j = from + 1; j < to; j++) {
        const value = products[base + j]!;
        if (value > top) top = value;
      }
      sum += top;
    }
    scores[t] = sum / length;
  }
}
