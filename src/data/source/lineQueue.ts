import type { DataFile } from '../types';
import { type LineBatch, lineBatches } from './lineBatches';

/** The lines of one of several files that are read in lockstep. */
export class LineQueue {
  readonly #batches: AsyncGenerator<LineBatch>;
  #batch: LineBatch = [];
  #at = 0;
  #taken = 0;

  constructor(readonly file: DataFile) {
    this.#batches = lineBatches(file);
  }

  /** Lines that were taken. */
  get taken(): number {
    return this.#taken;
  }

  /** How many lines can be taken now; 0 only where the file has ended. @throws ParseError as `lineBatches`. */
  async ready(): Promise<number> {
    while (this.#at === this.#batch.length) {
      const { done, value } = await this.#batches.next();
      if (done) return 0;
      this.#batch = value;
      this.#at = 0;
    }
    return this.#batch.length - this.#at;
  }

  /** The next `count` lines, at most as many as are ready. */
  take(count: number): LineBatch {
    const lines = this.#batch.slice(this.#at, this.#at + count);
    this.#at += lines.length;
    this.#taken += lines.length;
    return lines;
  }

  /** Reads to the end for the number of lines alone. */
  async countAll(): Promise<number> {
    for (let ready = await this.ready(); ready > 0; ready = await this.ready()) this.take(ready);
    return this.#taken;
  }

  /** Leaves the file; harmless where it has ended. */
  async close(): Promise<void> {
    await this.#batches.return(undefined);
  }
}
