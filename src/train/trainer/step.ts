import { type NnOps, type Parameter, Tape } from '../../nn';
import { DivergedError } from '../best';
import { addBatchRegularisers, addOrthogonality, evaluateLoss } from '../losses';
import type { LossBatch, LossSettings, LossTerm } from '../losses/types';
import type { StudentModel, StudentTexts } from '../students/types';
import { offsetsOf } from '../tokens';
import type { DistilProblem, Regularisers, TrainSettings } from '../types';
import type { PickedBatch } from './batches';
import { epsAt, learningRateAt } from './schedule';
import { keptCounts, selectPlans, selectTexts, selectTokens } from './select';

type Targets = Omit<LossBatch, 'student' | 'studentCounts'>;

/** Optimiser steps of one student: forward, loss, backward, update. What a step makes is freed by its end. */
export class Stepper {
  readonly #documents: LossBatch['documents'];

  /** @param ops owns the student and what stays between steps. */
  constructor(
    readonly ops: NnOps,
    readonly problem: DistilProblem,
    readonly student: StudentModel,
    readonly terms: readonly LossTerm[],
    readonly settings: TrainSettings,
    /** From `orthogonalityTargets`. */
    readonly orthogonal: readonly Parameter[],
  ) {
    this.#documents = uploadDocuments(ops, problem);
  }

  /**
   * Trains on `batches` together.
   *
   * @returns the mean loss where it is wanted, else null; with the source term, without regularisers.
   */
  async run(
    batches: readonly PickedBatch[],
    step: number,
    wantLoss: boolean,
  ): Promise<number | null> {
    const { parameters } = this.student;
    for (const { gradient } of parameters) this.ops.fill(gradient, 0);
    let loss = 0;
    for (const batch of batches) loss += (await this.#backward(batch, step, wantLoss)) ?? 0;
    using ops = this.ops.open();
    // `update` divides by the number of batches.
    const { orthogonality } = this.settings.regularisers;
    addOrthogonality(ops, this.orthogonal, orthogonality * batches.length);
    update(ops, parameters, this.settings, step, batches.length);
    await this.#afterStep(ops, step);
    return wantLoss ? loss / batches.length : null;
  }

  async #afterStep(ops: NnOps, step: number): Promise<void> {
    try {
      await this.student.afterStep?.(ops);
    } catch (error) {
      // Weights that cannot be taken back to where they belong, such as a singular Q.
      if (error instanceof RangeError) throw new DivergedError(step, error.message);
      throw error;
    }
  }

  /** Adds the gradients of one batch. */
  async #backward(batch: PickedBatch, step: number, wantLoss: boolean): Promise<number | null> {
    using ops = this.ops.open();
    const { english, englishTexts, languages } = this.problem;
    const bitext = languages[batch.language]!;
    const targets = batch.pairs.map((pair) => bitext.english[pair]!);
    const { vectors, counts } = selectTokens(english, targets);
    const shape = [vectors.length / english.dimension, english.dimension];
    const teacher = { teacher: ops.upload(vectors, shape, 'batch.teacher'), teacherCounts: counts };
    const plans = selectPlans(bitext, batch.pairs);
    const all = {
      ...teacher,
      ...(this.#documents && { documents: this.#documents }),
      ...(plans && { plans }),
    };
    const settings = lossAt(this.settings, step);
    const foreign = selectTexts(bitext.texts, batch.pairs);
    const { regularisers } = this.settings;
    const loss = await this.#pass(foreign, this.terms, all, settings, wantLoss, regularisers);
    const source = this.terms.filter(({ name }) => name === 'mse');
    if (!settings.sourceTerm || source.length === 0 || !englishTexts) return loss;
    // A pass of its own: only `mse` has a source term, and the memory of the first pass is free by now.
    const own = selectTexts(englishTexts, targets);
    const more = await this.#pass(own, source, teacher, settings, wantLoss);
    return loss === null || more === null ? null : loss + more;
  }

  async #pass(
    texts: StudentTexts,
    terms: readonly LossTerm[],
    targets: Targets,
    settings: LossSettings,
    wantLoss: boolean,
    regularisers?: Regularisers,
  ): Promise<number | null> {
    using ops = this.ops.open();
    const tape = new Tape(ops, true);
    const student = this.student.forward(tape, texts);
    const batch = { student: student.array, studentCounts: keptCounts(texts), ...targets };
    const { loss, gradient } = await evaluateLoss(ops, terms, batch, settings);
    if (regularisers) addBatchRegularisers(ops, batch, settings, regularisers, { gradient });
    tape.backward(student, gradient);
    return wantLoss ? meanOf(await ops.read(loss)) : null;
  }
}

function lossAt(settings: TrainSettings, step: number): LossSettings {
  const { loss } = settings;
  return { ...loss, ot: { ...loss.ot, eps: epsAt(settings, step) } };
}

/** One Adam step on every parameter; weight decay leaves out biases and norms, as is usual for encoders. */
function update(
  ops: NnOps,
  parameters: readonly Parameter[],
  settings: TrainSettings,
  step: number,
  batches: number,
): void {
  const { clip, regularisers, weightDecay } = settings;
  const common = {
    learningRate: learningRateAt(settings, step),
    step,
    pull: regularisers.pull,
    scale: 1 / batches,
    ...(clip > 0 && {
      clip: {
        sumOfSquares: ops.sumOfSquares(parameters.map(({ gradient }) => gradient)),
        maxNorm: clip,
      },
    }),
  };
  for (const { w, m, v, gradient, start } of parameters)
    ops.adam({
      w,
      m,
      v,
      gradient,
      start,
      ...common,
      weightDecay: w.shape.length > 1 ? weightDecay : 0,
    });
}

/** The documents of score distillation stay on the backend throughout. */
function uploadDocuments(
  ops: NnOps,
  { english, documents }: DistilProblem,
): LossBatch['documents'] {
  if (!documents || documents.length === 0) return undefined;
  const { vectors, counts } = selectTokens(english, documents);
  const shape = [vectors.length / english.dimension, english.dimension];
  return { vectors: ops.upload(vectors, shape, 'documents'), offsets: offsetsOf(counts) };
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum / values.length;
}
