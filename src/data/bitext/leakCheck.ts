import { normaliseText } from '../../lib';
import type { BitextPair } from '../types';

/**
 * Tells pairs that distillation must not see: those of which a side is a text that is evaluated on. Ids alone do not
 * show it, so normalised texts are compared. The one mechanism of reading and of planning a study.
 */
export class LeakCheck {
  readonly #evaluated: ReadonlySet<string>;

  /** @param evaluated texts of any language, normalised here. */
  constructor(evaluated: Iterable<string>) {
    this.#evaluated = new Set(Array.from(evaluated, normaliseText));
  }

  /** Whether a text is evaluated on. */
  has(text: string): boolean {
    return this.#evaluated.size > 0 && this.#evaluated.has(normaliseText(text));
  }

  leaks({ english, foreign }: BitextPair): boolean {
    return this.has(english) || this.has(foreign);
  }

  /** The pairs that do not leak, and how many do. */
  clean<Pair extends BitextPair>(pairs: readonly Pair[]): { pairs: Pair[]; leaked: number } {
    const kept = pairs.filter((pair) => !this.leaks(pair));
    return { pairs: kept, leaked: pairs.length - kept.length };
  }
}
