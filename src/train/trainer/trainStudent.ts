import { DeviceLostError } from '../../gpu';
import type { Rng } from '../../lib';
import type { NnOps } from '../../nn';
import { hearMessages } from '../best';
import type { LossTerm } from '../losses/types';
import type { StudentSpec } from '../students/types';
import type {
  CurveRow,
  DistilProblem,
  TrainedStudent,
  TrainHooks,
  TrainSettings,
  TrainStudent,
} from '../types';
import { type TrainingJob, TrainingRun } from './run';
import type { TrainingState } from './state';

/**
 * Trains a student on bitext alone and gives its best weights by dev MAP, step 0 among the candidates. A run that
 * diverges ends with them, too, and says so in `ended`. Where a device is lost, `hooks.reopen` gives another
 * backend and the run goes on from its last checkpoint; twice from the same checkpoint is given up.
 *
 * @throws RangeError for a problem that cannot be trained on; DeviceLostError; the signal's reason.
 */
export const trainStudent: TrainStudent = async (
  ops,
  problem,
  spec,
  terms,
  settings,
  rng,
  hooks,
) => {
  return await new Driver(problem, spec, terms, settings, rng, hooks).train(ops);
};

class Driver {
  readonly #job: TrainingJob;
  #saved: TrainingState | undefined;
  /** Step of the last point that was handed out: after the loss of a device points come again. */
  #reported = 0;
  #milliseconds = 0;
  #evaluating = 0;
  #steps = 0;

  constructor(
    problem: DistilProblem,
    spec: StudentSpec,
    terms: readonly LossTerm[],
    settings: TrainSettings,
    rng: Rng,
    private readonly hooks: TrainHooks,
  ) {
    const evaluate: TrainingJob['evaluate'] = async (student, ops) => {
      const start = this.#now();
      const result = await hooks.evaluate(student, ops);
      this.#evaluating += this.#now() - start;
      return result;
    };
    this.#job = { problem, spec, terms, settings, rng, evaluate };
    this.#saved = hooks.resume;
  }

  async train(first: NnOps): Promise<TrainedStudent> {
    let ops = first;
    let lost: TrainingState | undefined;
    for (;;) {
      try {
        return await this.#drive(ops);
      } catch (error) {
        const { reopen } = this.hooks;
        const again = this.#saved === lost;
        if (!(error instanceof DeviceLostError) || !reopen || !this.#saved || again) throw error;
        lost = this.#saved;
        ops = await reopen();
      }
    }
  }

  async #drive(ops: NnOps): Promise<TrainedStudent> {
    const { signal } = this.hooks;
    using run = await TrainingRun.open(ops, this.#job, this.#saved);
    for (const point of run.curve) this.#report(point);
    if (!this.#saved) await this.#save(run);
    let heard = this.#now();
    while (!run.ended) {
      heard = await hearMessages(heard, this.#now());
      await this.#wait(run);
      if (signal.aborted) await this.#save(run);
      signal.throwIfAborted();
      const [start, evaluating] = [this.#now(), this.#evaluating];
      const point = await run.step(this.hooks.pace?.waits);
      this.#milliseconds += this.#now() - start - (this.#evaluating - evaluating);
      this.#steps += 1;
      if (point) this.#report(point);
      if (point?.devMap != null) await this.hooks.onEvaluation?.(point, () => run.snapshot());
      if (point?.devMap != null || run.ended) await this.#save(run);
    }
    const millisecondsPerStep = this.#steps > 0 ? this.#milliseconds / this.#steps : 0;
    return { ...run.result(), millisecondsPerStep };
  }

  /** A run that is paused is safe: what it has done so far is kept. */
  async #wait(run: TrainingRun): Promise<void> {
    const { pace, signal, onPaused } = this.hooks;
    if (!pace?.waits || signal.aborted) return;
    if (this.#saved?.step !== run.steps) await this.#save(run);
    onPaused?.({ step: run.steps, loss: run.lastLoss });
    await pace.turn(signal);
  }

  async #save(run: TrainingRun): Promise<void> {
    const { checkpoint, reopen } = this.hooks;
    if (!checkpoint && !reopen) return;
    const state = await run.state();
    this.#saved = state;
    await checkpoint?.(state);
  }

  #report(point: CurveRow): void {
    if (point.step <= this.#reported) return;
    this.#reported = point.step;
    this.hooks.onPoint(point);
  }

  #now(): number {
    return this.hooks.now?.() ?? performance.now();
  }
}
