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

/** What a step tells of itself. */
export interface StepFigures {
  /** Mean over pairs; with the source term, without regularisers. */
  readonly loss: number;
  /** Largest L1 error of both marginals over the pairs' plans; absent where nothing is transported. */
  readonly marginalError?: number;
}

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
   * @returns the figures where they are wanted, else null.
   */
  async run(
    batches: readonly PickedBatch[],
    step: number,
    wantLoss: boolean,
  ): Promise<StepFigures | null> {
    const { parameters } = this.student;
    for (const { gradient } of parameters) this.ops.fill(gradient, 0);
    const all: StepFigures[] = [];
    for (const batch of batches) {
      const figures = await this.#backward(batch, step, wantLoss);
      if (figures) all.push(figures);
    }
    using ops = this.ops.open();
    // `update` divides by the number of batches.
    const { orthogonality } = this.settings.regularisers;
    addOrthogonality(ops, this.orthogonal, orthogonality * batches.length);
    update(ops, parameters, this.settings, step, batches.length);
    await this.#afterStep(ops, step);
    return wantLoss ? meanFigures(all) : null;
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
  async #backward(
    batch: PickedBatch,
    step: number,
    wantLoss: boolean,
  ): Promise<StepFigures | null> {
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
    return loss === null || more === null ? null : { ...loss, loss: loss.loss + more.loss };
  }

  async #pass(
    texts: StudentTexts,
    terms: readonly LossTerm[],
    targets: Targets,
    settings: LossSettings,
    wantLoss: boolean,
    regularisers?: Regularisers,
  ): Promise<StepFigures | null> {
    using ops = this.ops.open();
    const tape = new Tape(ops, true);
    const student = this.student.forward(tape, texts);
    const batch = { student: student.array, studentCounts: keptCounts(texts), ...targets };
    const { loss, gradient, marginals } = await evaluateLoss(ops, terms, batch, settings);
    if (regularisers) addBatchRegularisers(ops, batch, settings, regularisers, { gradient });
    tape.backward(student, gradient);
    if (!wantLoss) return null;
    const errors = marginals && (await ops.read(marginals()));
    return {
      loss: meanOf(await ops.read(loss)),
      ...(errors && { marginalError: largestError(errors) }),
    };
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

/** @param errors `[2 B]`, rows first. */
function largestError(errors: ArrayLike<number>): number {
  const pairs = errors.length / 2;
  let largest = 0;
  for (let b = 0; b < pairs; b++) largest = Math.max(largest, errors[b]! + errors[b + pairs]!);
  return largest;
}

/** The mean loss of several batches, and the largest error. */
function meanFigures(batches: readonly StepFigures[]): StepFigures {
  const errors = batches.flatMap(({ marginalError }) => marginalError ?? []);
  return {
    loss: batches.reduce((sum, { loss }) => sum + loss, 0) / batches.length,
    ...(errors.length > 0 && { marginalError: Math.max(...errors) }),
  };
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum / values.length;
}
