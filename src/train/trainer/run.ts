import { Rng } from '../../lib';
import type { NnOps } from '../../nn';
import { DivergedError, isBetter } from '../best';
import { orthogonalityTargets } from '../losses';
import type { LossTerm } from '../losses/types';
import { makeStudent, snapshotStudent } from '../students/makeStudent';
import type { StudentModel, StudentSnapshot, StudentSpec } from '../students/types';
import type {
  CurveRow,
  DevEvaluation,
  DistilProblem,
  RunEnd,
  TrainedStudent,
  TrainSettings,
} from '../types';
import { BatchSource } from './batches';
import { checkContrast } from './contrast';
import { signOfDivergence } from './divergence';
import { fingerprintOf } from './fingerprint';
import { prepareProblem } from './prepare';
import { restoreParameters } from './restore';
import type { ParameterState, TrainingState } from './state';
import { type StepFigures, Stepper } from './step';

/**
 * Weights of a larger norm have diverged. `sumOfSquares` counts an entry that is not finite as a large number (on a
 * device also a NaN may count so), and its square is far above this one's.
 */
const LARGEST_NORM = 1e12;

/** What a run trains, and how; everything but the backend. */
export interface TrainingJob {
  readonly problem: DistilProblem;
  readonly spec: StudentSpec;
  readonly terms: readonly LossTerm[];
  readonly settings: TrainSettings;
  readonly rng: Rng;
  readonly evaluate: (student: StudentModel, ops: NnOps) => Promise<DevEvaluation>;
}

/** The part of the state that is no array and changes from step to step. */
type Progress = Omit<TrainingState, 'fingerprint' | 'parameters' | 'batches' | 'dropout'>;

/**
 * One training run as a state machine: `step` until there is an `ended`. What `state` gives can be restored on
 * this or another backend and goes on with the same batches, weights and curve; bit for bit where the backend
 * computes the same. Owns its student: dispose it when done.
 */
export class TrainingRun implements Disposable {
  #progress: Progress;
  #lastLoss: number | null = null;

  private constructor(
    readonly ops: NnOps,
    readonly student: StudentModel,
    readonly fingerprint: string,
    private readonly job: TrainingJob,
    private readonly stepper: Stepper,
    private readonly batches: BatchSource,
    private readonly dropout: Rng,
    progress: Progress,
  ) {
    this.#progress = progress;
  }

  /**
   * Makes the student, evaluates it as it starts (step 0 is a candidate), or puts it where `state` left off.
   *
   * @throws RangeError for a problem that cannot be trained on, see `prepareProblem` and `checkContrast`, or a state of
   *   another run.
   */
  static async open(outer: NnOps, job: TrainingJob, state?: TrainingState): Promise<TrainingRun> {
    const { problem, lists } = prepareProblem(job.problem);
    const { spec, terms, settings, rng } = job;
    checkContrast(lists, terms, settings);
    const fingerprint = await fingerprintOf(problem, spec, terms, settings, rng);
    if (state && state.fingerprint !== fingerprint)
      throw new RangeError(
        `This checkpoint is of another run: ${state.fingerprint.slice(0, 12)}, wanted ${fingerprint.slice(0, 12)}`,
      );
    const ops = outer.open();
    try {
      const dropout = state ? Rng.fromState(state.dropout) : rng.fork('student.dropout');
      const start = rng.fork('student.start');
      const options = optionsOf(settings, dropout);
      const student = makeStudent(ops, spec, problem.teacher, start, undefined, options);
      const batches = new BatchSource(lists, settings, rng);
      if (state && !isStripped(state)) restoreParameters(ops, student, state.parameters);
      if (state) batches.restore(state.batches);
      const progress = state ?? (await startOf(ops, student, job));
      const orthogonal =
        settings.regularisers.orthogonality > 0
          ? await orthogonalityTargets(ops, student.parameters)
          : [];
      const stepper = new Stepper(ops, problem, student, terms, settings, orthogonal);
      return new TrainingRun(ops, student, fingerprint, job, stepper, batches, dropout, progress);
    } catch (error) {
      ops[Symbol.dispose]();
      throw error;
    }
  }

  get steps(): number {
    return this.#progress.step;
  }

  /** Why the run is over; undefined while it goes on. */
  get ended(): RunEnd | undefined {
    return this.#progress.ended;
  }

  /** Of the last step, null where it was not read. */
  get lastLoss(): number | null {
    return this.#lastLoss;
  }

  get curve(): readonly CurveRow[] {
    return this.#progress.curve;
  }

  /**
   * One optimiser step, with an evaluation where one is due; `watched`: its loss is read in any case, for `lastLoss`, and
   * the curve stays what it would be. Afterwards `ended` may be set; where the run
   * diverged its last good weights are in `best`.
   *
   * @returns the new point of the curve, null where there is none.
   */
  async step(watched = false): Promise<CurveRow | null> {
    const { settings } = this.job;
    if (this.ended) throw new Error(`The run has ended: ${this.ended.reason}`);
    const step = this.steps + 1;
    const evaluates = step % settings.evaluateEvery === 0 || step === settings.steps;
    const reads = step === 1 || evaluates || step % settings.readEvery === 0;
    const picked = Array.from({ length: settings.accumulate }, () =>
      this.batches.next(this.#progress.byLanguage),
    );
    const isFirst = picked.some(({ first }) => first);
    let figures: StepFigures | null;
    try {
      figures = await this.stepper.run(picked, step, reads || isFirst || watched);
    } catch (error) {
      if (!(error instanceof DivergedError)) throw error;
      this.#note({ step, ended: { kind: 'diverged', reason: error.message } });
      return null;
    }
    this.#note({ step });
    this.#lastLoss = figures?.loss ?? null;
    if (figures === null || !(reads || isFirst)) return null;
    const { loss } = figures;
    // Before the first update: what the untrained student loses.
    if (step === 1) this.#note({ firstLoss: loss });
    // A joint student meets other languages later; what it loses there at first may be many times as much.
    if (isFirst) this.#note({ worstFirstLoss: Math.max(this.#progress.worstFirstLoss, loss) });
    const { byLanguage } = this.#progress;
    const start = step === 1 && Object.keys(byLanguage).length > 0;
    const point = { step, ...figures, devMap: null, ...(start && { atStart: byLanguage }) };
    if (this.#endIfDiverged(point)) return Number.isFinite(loss) ? point : null;
    if (!reads) return null;
    return evaluates ? await this.#evaluate(point) : this.#record(point);
  }

  /** Everything that `open` needs to go on from here. */
  async state(): Promise<TrainingState> {
    const parameters = new Map<string, ParameterState>();
    for (const { name, w, m, v } of this.student.parameters)
      parameters.set(name, {
        w: await this.ops.read(w),
        m: await this.ops.read(m),
        v: await this.ops.read(v),
      });
    const { fingerprint, batches, dropout } = this;
    return {
      ...this.#progress,
      fingerprint,
      parameters,
      batches: batches.state(),
      dropout: dropout.state(),
    };
  }

  /** The weights as they are. */
  snapshot(): Promise<StudentSnapshot> {
    return snapshotStudent(this.ops, this.student);
  }

  /** The best weights so far. */
  result(): Omit<TrainedStudent, 'millisecondsPerStep'> {
    const { best, step, curve, ended } = this.#progress;
    if (!ended) throw new Error(`The run goes on: step ${step}`);
    return { ...best, steps: step, curve, ended };
  }

  [Symbol.dispose](): void {
    this.ops[Symbol.dispose]();
  }

  async #evaluate(before: CurveRow): Promise<CurveRow | null> {
    const { evaluate, settings } = this.job;
    if (!(await this.#weightsAreFinite())) {
      this.#diverge(before.step, 'the weights are not finite');
      return null;
    }
    const { devMap, byLanguage } = await evaluate(this.student, this.ops);
    const point = { ...before, devMap, byLanguage };
    this.#note({ byLanguage });
    if (this.#endIfDiverged(point)) return point;
    this.#record(point);
    const { best, worse } = this.#progress;
    if (isBetter(devMap, best.devMap)) {
      const snapshot = await snapshotStudent(this.ops, this.student);
      this.#note({ best: { step: point.step, devMap, snapshot }, worse: 0 });
    } else this.#note({ worse: worse + 1 });
    const ended = endOf(this.#progress, settings);
    if (ended) this.#note({ ended });
    return point;
  }

  /** A loss need not show it: comparisons with NaN can make an argmax of nothing. */
  async #weightsAreFinite(): Promise<boolean> {
    using ops = this.ops.open();
    const sum = ops.sumOfSquares(this.student.parameters.map(({ w }) => w));
    return (await ops.read(sum))[0]! <= LARGEST_NORM ** 2;
  }

  #endIfDiverged(point: CurveRow): boolean {
    const { firstLoss, worstFirstLoss, startMap } = this.#progress;
    const { warmup } = this.job.settings;
    const sign = signOfDivergence({ point, firstLoss, worstFirstLoss, startMap, warmup });
    if (!sign) return false;
    // JSON has no NaN, and a chart no place for it: the reason says what the loss was.
    if (Number.isFinite(point.loss)) this.#record(point);
    this.#diverge(point.step, sign);
    return true;
  }

  #diverge(step: number, sign: string): void {
    const reason = new DivergedError(step, sign).message;
    this.#note({ ended: { kind: 'diverged', reason } });
  }

  #record(point: CurveRow): CurveRow {
    this.#note({ curve: [...this.#progress.curve, point] });
    return point;
  }

  #note(change: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...change };
  }
}

function optionsOf({ dropout = 0, checkpointing = false, storage }: TrainSettings, rng: Rng) {
  return {
    checkpointing,
    ...(storage && { storage }),
    ...(dropout > 0 && { dropout: { rate: dropout, rng } }),
  };
}

/** What `CheckpointStore.finish` keeps: nothing is trained any more, and `best` has the weights. */
function isStripped({ ended, parameters }: TrainingState): boolean {
  return ended !== undefined && parameters.size === 0;
}

/** The untrained student: what training must beat. */
async function startOf(ops: NnOps, student: StudentModel, job: TrainingJob): Promise<Progress> {
  const { devMap, byLanguage } = await job.evaluate(student, ops);
  const start = {
    step: 0,
    best: { step: 0, devMap, snapshot: await snapshotStudent(ops, student) },
    worse: 0,
    startMap: devMap,
    byLanguage,
    firstLoss: 0,
    worstFirstLoss: 0,
    curve: [],
  };
  const ended = endOf(start, job.settings);
  return { ...start, ...(ended && { ended }) };
}

function endOf(
  { step, worse }: Pick<Progress, 'step' | 'worse'>,
  { steps, patience }: TrainSettings,
): RunEnd | undefined {
  if (step >= steps) return { kind: 'steps', reason: `All ${steps} steps were run.` };
  if (worse < patience) return undefined;
  return {
    kind: 'patience',
    reason: `Stopped at step ${step}: ${worse} evaluations in a row without a better dev MAP.`,
  };
}
