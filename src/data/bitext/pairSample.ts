import type { BitextPair } from '../types';
import { PairPages } from './pairPages';
import { Reservoir } from './reservoir';

/** A seeded sample of the pairs of one language, which come from several bitexts. */
export class PairSample<Source> {
  readonly #reservoir: Reservoir;
  readonly #pairs = new PairPages();
  readonly #sources: Source[] = [];

  constructor(most: number, seed: number, label: string) {
    this.#reservoir = new Reservoir(most, seed, label);
  }

  offer(of: Source, pair: BitextPair): void {
    const place = this.#reservoir.offer();
    if (place === undefined) return;
    // A copy: a slice of a chunk's text would keep the whole chunk in memory.
    this.#pairs.set(place, pair);
    this.#sources[place] = of;
  }

  /** The pairs kept, in the order in which they were offered. */
  *items(): Generator<{ readonly of: Source; readonly pair: BitextPair }> {
    for (const place of this.#reservoir.places())
      yield { of: this.#sources[place]!, pair: this.#pairs.get(place) };
  }
}
