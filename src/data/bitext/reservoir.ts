import { Rng } from '../../lib';

/**
 * A uniform sample of a stream of unknown length, in the stream's order (Vitter 1985, algorithm R). Seed, label and
 * the order of items alone decide; how they arrive does not.
 */
export class Reservoir<Item> {
  readonly #kept: { at: number; item: Item }[] = [];
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

  /** @param make gives the item to keep; asked for only where it is kept. */
  offer(make: () => Item): void {
    const at = this.#offered++;
    const place = at < this.most ? at : this.#random.below(at + 1);
    if (place < this.most) this.#kept[place] = { at, item: make() };
  }

  get offered(): number {
    return this.#offered;
  }

  items(): Item[] {
    return this.#kept.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
  }
}
