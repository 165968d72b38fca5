import type { Pace } from '../train';

/** Stops and steps the training of a study; its clock stands still while training waits. */
export class StudyPace implements Pace {
  #paused = false;
  /** Steps that a paused run may still take. */
  #steps = 0;
  #waiting: { readonly since: number; readonly go: () => void } | undefined;
  #waited = 0;

  /** @param clock milliseconds. */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  get waits(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#paused = true;
  }

  /** Lets one step through; a run that goes on is paused before its next but one. */
  step(): void {
    this.#paused = true;
    this.#steps = 1;
    this.#go();
  }

  resume(): void {
    this.#paused = false;
    this.#steps = 0;
    this.#waiting?.go();
  }

  turn(signal: AbortSignal): Promise<void> {
    if (!this.#paused || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const since = this.clock();
      const go = () => {
        signal.removeEventListener('abort', go);
        this.#waiting = undefined;
        this.#waited += this.clock() - since;
        resolve();
      };
      signal.addEventListener('abort', go);
      this.#waiting = { since, go };
      this.#go();
    });
  }

  /** Milliseconds without those that training has waited. */
  now(): number {
    const now = this.clock();
    return now - this.#waited - (this.#waiting ? now - this.#waiting.since : 0);
  }

  #go(): void {
    if (this.#steps === 0 || !this.#waiting) return;
    this.#steps -= 1;
    this.#waiting.go();
  }
}
