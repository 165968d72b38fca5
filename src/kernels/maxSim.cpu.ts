/** Two packed sets of texts on the host; shapes as in `MaxSimTexts`. */
export interface MaxSimHost {
  d: number;
  queries: ArrayLike<number>;
  queryOffsets: Uint32Array<ArrayBuffer>;
  documents: ArrayLike<number>;
  documentOffsets: Uint32Array<ArrayBuffer>;
}

/** Float64 twin of `maxSim`: the plainest loop that states the formula. */
export function maxSimCpu(host: MaxSimHost): Float64Array {
  const { d, queries, queryOffsets, documents, documentOffsets } = host;
  const [Q, D] = [queryOffsets.length - 1, documentOffsets.length - 1];
  const scores = new Float64Array(Q * D);
  for (let q = 0; q < Q; q++) {
    for (let t = 0; t < D; t++) {
      if (documentOffsets[t] === documentOffsets[t + 1]) continue;
      let sum = 0;
      for (let i = queryOffsets[q]!; i < queryOffsets[q + 1]!; i++) {
        let best = Number.NEGATIVE_INFINITY;
        for (let j = documentOffsets[t]!; j < documentOffsets[t + 1]!; j++)
          best = Math.max(best, dot(queries, i * d, documents, j * d, d));
        sum += best;
      }
      scores[q * D + t] = sum / Math.max(1, queryOffsets[q + 1]! - queryOffsets[q]!);
    }
  }
  return scores;
}

/** Dot product of `d` values from `i` and from `j` on. */
export function dot(
  x: ArrayLike<number>,
  i: number,
  y: ArrayLike<number>,
  j: number,
  d: number,
): number {
  let sum = 0;
  for (let c = 0; c < d; c++) sum += x[i + c]! * y[j + c]!;
  return sum;
}
