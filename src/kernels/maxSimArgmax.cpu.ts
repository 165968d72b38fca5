import { dot, type MaxSimHost } from './maxSim.cpu';

/** Float64 twin of the `argmax` of `maxSimArgmax`; its scores are those of `maxSimCpu`. */
export function maxSimArgmaxCpu(host: MaxSimHost): Uint32Array {
  const { d, queries, documents, documentOffsets } = host;
  const D = documentOffsets.length - 1;
  const tokens = queries.length / d;
  const argmax = new Uint32Array(tokens * D).fill(0xffffffff);
  for (let i = 0; i < tokens; i++) {
    for (let t = 0; t < D; t++) {
      let best = Number.NEGATIVE_INFINITY;
      for (let j = documentOffsets[t]!; j < documentOffsets[t + 1]!; j++) {
        const similarity = dot(queries, i * d, documents, j * d, d);
        if (similarity > best) argmax[i * D + t] = j;
        best = Math.max(best, similarity);
      }
    }
  }
  return argmax;
}
