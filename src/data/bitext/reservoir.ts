import { Rng } from '../../lib';

/**
 * A uniform sample of a stream of unknown length (Vitter 1985, algorithm R): says which of its places an item takes,
 * whose items are the caller's. Seed, label and the order of items alone decide; how they arrive does not.
 */
export class Reservoir {
  /** By place: which item of the stream has it. */
  readonly #taken: number[] = [];
  readonly #random: Rng;
  #offered = 0;

  /** @param most items that are kept, at least 1. */
  constructor(
    readonly most: number,
    seed: number,
    label: string,
  ) {
    if (!(Number.isSafeInteger(most) && most >= 1))
      throw new RangeError(`Reservoir: most must be an integer of at least 1, got ${most}`);
    this.#random = new Rng(seed).fork(`reservoir ${label}`);
  }

  /** The place, from 0, that the next item takes, perhaps another's; undefined where it is not kept. */
  offer(): number | undefined {
    const at = this.#offered++;
    const place = at < this.most ? at : this.#random.below(at + 1);
    if (place >= this.most) return undefined;
    this.#taken[place] = at;
    return place;
  }

  /** The places in the stream's order. */
  places(): number[] {
    return [...this.#taken.keys()].sort((a, b) => this.#taken[a]! - this.#taken[b]!);
  }
}
