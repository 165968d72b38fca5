import { randomUnit } from '../../gpu/testing';
import type { NnOps } from '../../nn';
import type { LossBatch, LossSettings } from './types';

/** A batch on the host, from which every backend makes its own. */
export interface PlainBatch {
  readonly student: Float32Array | Float64Array;
  readonly teacher: Float32Array | Float64Array;
  readonly studentCounts: readonly number[];
  readonly teacherCounts: readonly number[];
  readonly d: number;
  readonly plans?: Float32Array;
  readonly documents?: { readonly vectors: Float32Array; readonly counts: readonly number[] };
}

export const SETTINGS: LossSettings = {
  ot: { eps: 0.05, iterations: 100 },
  temperature: 0.1,
  sourceTerm: false,
};

/** Ragged sizes, `[student tokens, teacher tokens]` a pair. */
export const SIZES: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 5],
  [7, 3],
  [12, 14],
  [33, 20],
];

/** Unit vectors of the sizes given, the student's apart from the teacher's. */
export function randomBatch(
  sizes: readonly (readonly [number, number])[] = SIZES,
  d = 16,
  seed = 1,
): PlainBatch {
  const studentCounts = sizes.map(([n]) => n);
  const teacherCounts = sizes.map(([, m]) => m);
  return {
    student: randomUnit(total(studentCounts), d, 1000 * seed + 7),
    teacher: randomUnit(total(teacherCounts), d, 1000 * seed + 500077),
    studentCounts,
    teacherCounts,
    d,
  };
}

/** `randomBatch` with documents of 1, 6, 3 and 9 tokens. */
export function withDocuments(
  batch: PlainBatch,
  counts: readonly number[] = [1, 6, 3, 9],
): PlainBatch {
  const vectors = randomUnit(total(counts), batch.d, 31337);
  return { ...batch, documents: { vectors, counts } };
}

export function uploadBatch(ops: NnOps, batch: PlainBatch): LossBatch {
  const { d, plans, documents } = batch;
  const upload = (values: Float32Array | Float64Array, label: string) =>
    ops.upload(values, [values.length / d, d], label);
  return {
    student: upload(batch.student, 'student'),
    teacher: upload(batch.teacher, 'teacher'),
    studentCounts: Uint32Array.from(batch.studentCounts),
    teacherCounts: Uint32Array.from(batch.teacherCounts),
    ...(plans && { plans }),
    ...(documents && {
      documents: {
        vectors: upload(documents.vectors, 'documents'),
        offsets: Uint32Array.from([
          0,
          ...documents.counts.map((_, t) => total(documents.counts.slice(0, t + 1))),
        ]),
      },
    }),
  };
}

export function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
