import type { StudyEvent } from '../report';

type Stage = Extract<StudyEvent, { type: 'progress' }>['stage'];

/** Turns counts of work done into a share of the whole run and an estimate of what is left. */
export class Progress {
  readonly #onEvent: (event: StudyEvent) => void;
  readonly #now: () => number;
  readonly #total: number;
  readonly #started: number;
  #finished = 0;
  readonly #seconds = new Map<string, number>();

  /**
   * @param work expected seconds of each task to come; only their proportions matter.
   * @param now milliseconds.
   */
  constructor(work: readonly number[], now: () => number, onEvent: (event: StudyEvent) => void) {
    this.#total = Math.max(
      1e-9,
      work.reduce((sum, part) => sum + part, 0),
    );
    this.#now = now;
    this.#onEvent = onEvent;
    this.#started = now();
  }

  /** Runs one task of expected length `work`; its reports become events. */
  async run<T>(
    stage: Stage,
    label: string,
    work: number,
    task: (report: (done: number, total: number) => void) => Promise<T>,
  ): Promise<T> {
    const before = this.#now();
    this.#tell(stage, label, 0, 1, 0);
    const result = await task((done, total) =>
      this.#tell(stage, label, done, total, work * Math.min(1, done / Math.max(1, total))),
    );
    this.#finished += work;
    this.#tell(stage, label, 1, 1, 0);
    const seconds = (this.#now() - before) / 1000;
    this.#seconds.set(stage, (this.#seconds.get(stage) ?? 0) + seconds);
    return result;
  }

  /** Seconds per stage so far, and in all. */
  timings(): Record<string, number> {
    const round = (seconds: number) => Math.round(seconds * 100) / 100;
    const stages = [...this.#seconds].map(([stage, seconds]) => [stage, round(seconds)]);
    return { ...Object.fromEntries(stages), total: round((this.#now() - this.#started) / 1000) };
  }

  #tell(stage: Stage, label: string, done: number, total: number, work: number): void {
    const overall = Math.min(1, (this.#finished + work) / this.#total);
    const elapsed = (this.#now() - this.#started) / 1000;
    const eta = overall > 0.02 ? (elapsed * (1 - overall)) / overall : null;
    this.#onEvent({ type: 'progress', stage, label, done, total, overall, eta });
  }
}
