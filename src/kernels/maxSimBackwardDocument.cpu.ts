import type { MaxSimHost } from './maxSim.cpu';

/** Float64 twin of `maxSimBackwardDocument`. */
export function maxSimBackwardDocumentCpu(
  { d, queries, queryOffsets, documents, documentOffsets }: MaxSimHost,
  dScores: ArrayLike<number>,
  argmax: Uint32Array,
): Float64Array {
  const [Q, D] = [queryOffsets.length - 1, documentOffsets.length - 1];
  const dDocuments = new Float64Array(documents.length);
  for (let q = 0; q < Q; q++) {
    const length = queryOffsets[q + 1]! - queryOffsets[q]!;
    for (let i = queryOffsets[q]!; i < queryOffsets[q + 1]!; i++)
      for (let t = 0; t < D; t++) {
        if (documentOffsets[t] === documentOffsets[t + 1]) continue;
        const j = argmax[i * D + t]!;
        for (let c = 0; c < d; c++)
          dDocuments[j * d + c]! += (dScores[q * D + t]! / length) * queries[i * d + c]!;
      }
  }
  return dDocuments;
}
