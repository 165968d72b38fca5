import { type CollapseAlarm, collapseAlarm, columnMassEntropy, meanPairwiseCosine } from '../eval';
import type { TokenSet } from '../train';

/** What is measured; plain numbers. */
export interface CollapseEvidence {
  readonly meanCosine: number;
  readonly columnEntropy: number;
}

/** Collapse evidence of one moment of training. */
export interface CollapseProbe extends CollapseEvidence {
  alarmAgainst(before: CollapseEvidence): CollapseAlarm;
}

/**
 * Measures how alike the student's token vectors are and how evenly one-sided argmax spreads over the
 * teacher's tokens, over parallel texts: query q of each language belongs to document q.
 */
export function measureCollapse(
  languages: readonly TokenSet[],
  documents: TokenSet,
): CollapseProbe {
  const d = documents.dimension;
  const hits = new Float64Array(documents.vectors.length / d);
  let cosine = 0;
  for (const { vectors, offsets } of languages) {
    // Zero vectors (texts without tokens have none, degenerate encoders may) are no unit vectors.
    cosine += meanPairwiseCosine(withoutZeros(vectors, d), d) / languages.length;
    countHits(vectors, offsets, documents.vectors, documents.offsets, d, hits);
  }
  const meanCosine = Number.isFinite(cosine) ? cosine : 1;
  const columnEntropy = hits.some((count) => count > 0) ? columnMassEntropy(hits) : 0;
  return probeOf({ meanCosine, columnEntropy });
}

/** A probe from what an earlier one measured. */
export function probeOf({ meanCosine, columnEntropy }: CollapseEvidence): CollapseProbe {
  const evidence = { meanCosine, columnEntropy };
  return { ...evidence, alarmAgainst: (before) => collapseAlarm(before, evidence) };
}

function withoutZeros(vectors: Float32Array, d: number): Float32Array {
  const rows: number[] = [];
  for (let row = 0; row < vectors.length / d; row++) {
    if (vectors.subarray(row * d, (row + 1) * d).some((value) => value !== 0)) rows.push(row);
  }
  const kept = new Float32Array(rows.length * d);
  rows.forEach((row, k) => {
    kept.set(vectors.subarray(row * d, (row + 1) * d), k * d);
  });
  return kept;
}

function countHits(
  student: Float32Array,
  studentOffsets: Uint32Array,
  teacher: Float32Array,
  teacherOffsets: Uint32Array,
  d: number,
  hits: Float64Array,
): void {
  for (let text = 0; text + 1 < studentOffsets.length; text++) {
    for (let i = studentOffsets[text]!; i < studentOffsets[text + 1]!; i++) {
      let best = -1;
      let top = Number.NEGATIVE_INFINITY;
      for (let j = teacherOffsets[text]!; j < teacherOffsets[text + 1]!; j++) {
        let dot = 0;
        for (let k = 0; k < d; k++) dot += student[i * d + k]! * teacher[j * d + k]!;
        if (dot > top) [top, best] = [dot, j];
      }
      if (best >= 0) hits[best]! += 1;
    }
  }
}
