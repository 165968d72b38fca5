import type { Tensor } from '../../gpu';
import { type RaggedBatch, type RaggedLayout, raggedBatch, raggedLayout } from '../../kernels';
import type { HostOps, HostValues, NnArray, NnOps, WgslOps } from '../../nn';
import { offsetsOf } from '../tokens';
import type { LossBatch, LossResult, LossSettings } from './types';

/** Whose tokens are the rows of costs and plans; the other side's are the columns. */
export type RowSide = 'student' | 'teacher';

/** One batch while its losses are computed; tables that several terms need are made once. */
export class LossContext {
  readonly #ragged = new Map<RowSide, RaggedBatch>();
  readonly #layouts = new Map<RowSide, RaggedLayout>();

  /** @throws RangeError if counts do not fit the vectors, or a text has no token. */
  constructor(
    readonly ops: NnOps,
    readonly batch: LossBatch,
    readonly settings: LossSettings,
  ) {
    const { rows, columns } = this.layout('student');
    for (const [side, tokens] of [
      ['student', rows],
      ['teacher', columns],
    ] as const)
      if (batch[side].shape[0] !== tokens || batch[side].shape[1] !== this.d)
        throw new RangeError(
          `evaluateLoss: ${side} is [${batch[side].shape}], wanted [${tokens}, ${this.d}]`,
        );
  }

  /** Pairs. */
  get count(): number {
    return this.batch.studentCounts.length;
  }

  get d(): number {
    return this.batch.student.shape[1]!;
  }

  /** First rows of the student's texts, and the end, `[B + 1]`. */
  offsets(side: RowSide): Uint32Array {
    const { studentCounts, teacherCounts } = this.batch;
    return offsetsOf(side === 'student' ? studentCounts : teacherCounts);
  }

  layout(rows: RowSide): RaggedLayout {
    let layout = this.#layouts.get(rows);
    if (!layout) {
      const { studentCounts, teacherCounts } = this.batch;
      layout =
        rows === 'student'
          ? raggedLayout(studentCounts, teacherCounts)
          : raggedLayout(teacherCounts, studentCounts);
      this.#layouts.set(rows, layout);
    }
    return layout;
  }

  /** The layout on the device. */
  ragged({ scope }: WgslOps, rows: RowSide): RaggedBatch {
    let ragged = this.#ragged.get(rows);
    if (!ragged) {
      const { studentCounts, teacherCounts } = this.batch;
      ragged =
        rows === 'student'
          ? raggedBatch(scope, studentCounts, teacherCounts)
          : raggedBatch(scope, teacherCounts, studentCounts);
      this.#ragged.set(rows, ragged);
    }
    return ragged;
  }
}

/** A loss of pairs: `[B]` losses without weight, and the gradient of their mean. */
export type PairLoss = (context: LossContext) => LossResult | Promise<LossResult>;

/** The tensor that an array of a `WgslOps` is. */
export function tensorOf(x: NnArray): Tensor {
  return x as Tensor;
}

/** Both sides of the batch where it lies on the device. */
export function deviceSides({ batch }: LossContext): { student: Tensor; teacher: Tensor } {
  return { student: tensorOf(batch.student), teacher: tensorOf(batch.teacher) };
}

/** Both sides of the batch where it lies on the host. */
export function hostSides(
  ops: HostOps,
  { batch }: LossContext,
): { student: HostValues; teacher: HostValues } {
  return { student: ops.values(batch.student), teacher: ops.values(batch.teacher) };
}

/** Host losses and gradient as arrays of the backend. */
export function hostResult(
  ops: HostOps,
  { batch, count }: LossContext,
  loss: HostValues,
  gradient: HostValues,
): LossResult {
  return {
    loss: ops.upload(loss, [count], 'loss'),
    gradient: ops.upload(gradient, batch.student.shape, 'loss.gradient'),
  };
}
