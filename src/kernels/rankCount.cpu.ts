/** The inputs of `rankCount` on the host; shapes as in the wrapper, `queryStart` 0. */
export interface RankCountHost {
  D: number;
  scores: ArrayLike<number>;
  tieRank: Uint32Array<ArrayBuffer>;
  relevantOffsets: Uint32Array<ArrayBuffer>;
  relevant: Uint32Array<ArrayBuffer>;
  excludedOffsets: Uint32Array<ArrayBuffer>;
  excluded: Uint32Array<ArrayBuffer>;
}

/** Twin of `rankCount` that sorts the ranked documents instead of counting. */
export function rankCountCpu(host: RankCountHost): { ranks: Uint32Array; ties: Uint32Array } {
  const { D, scores, tieRank, relevantOffsets, relevant, excludedOffsets, excluded } = host;
  const ranks = new Uint32Array(relevant.length);
  const ties = new Uint32Array(relevant.length);
  for (let q = 0; q + 1 < relevantOffsets.length; q++) {
    const out = new Set(excluded.subarray(excludedOffsets[q], excludedOffsets[q + 1]));
    const score = (t: number) => scores[q * D + t]!;
    const order = Array.from({ length: D }, (_, t) => t)
      .filter((t) => !out.has(t))
      .sort((a, b) => score(b) - score(a) || tieRank[a]! - tieRank[b]!);
    for (let r = relevantOffsets[q]!; r < relevantOffsets[q + 1]!; r++) {
      ranks[r] = 1 + order.indexOf(relevant[r]!);
      ties[r] = order.filter((t) => score(t) === score(relevant[r]!)).length - 1;
    }
  }
  return { ranks, ties };
}
