import type { BitextPair } from '../types';
import { HashSet64 } from './hashSet64';
import { hashPair, hashText } from './hashText';

/** What of a pair occurred before. */
export interface Repeat {
  readonly pair: boolean;
  readonly english: boolean;
  readonly foreign: boolean;
}

/** 50 million pairs in 512 MiB where repetitions are dropped; smaller where fewer are read. */
export const DROPPED_PAIR_SLOTS = 2 ** 26;
/** 1.5 million pairs in 16 MiB, and 0.8 million texts a side in 8 MiB each, where they are counted alone. */
export const COUNTED_PAIR_SLOTS = 2 ** 21;
const MOST_SIDE_SLOTS = 2 ** 20;

/** Finds pairs and sides again by 64-bit hashes: no text is held. */
export class Repeats {
  readonly #pairs: HashSet64;
  readonly #english: HashSet64;
  readonly #foreign: HashSet64;
  readonly #hashes = [new Uint32Array(2), new Uint32Array(2), new Uint32Array(2)] as const;

  constructor(mostPairSlots = COUNTED_PAIR_SLOTS, mostSideSlots = MOST_SIDE_SLOTS) {
    this.#pairs = new HashSet64(mostPairSlots);
    this.#english = new HashSet64(mostSideSlots);
    this.#foreign = new HashSet64(mostSideSlots);
  }

  /** Remembers a pair; says what of it is remembered already. */
  see({ english, foreign }: BitextPair): Repeat {
    const [left, right, both] = this.#hashes;
    hashText(english, left);
    hashText(foreign, right);
    hashPair(left, right, both);
    return {
      pair: this.#pairs.add(both[0]!, both[1]!),
      english: this.#english.add(left[0]!, left[1]!),
      foreign: this.#foreign.add(right[0]!, right[1]!),
    };
  }

  /** How many are remembered where a set is full, so that more may repeat; undefined where all fitted. */
  get limits(): { pairs?: number; sides?: number } | undefined {
    const sides = [this.#english, this.#foreign].filter((set) => set.isFull);
    const limits = {
      ...(this.#pairs.isFull && { pairs: this.#pairs.size }),
      ...(sides.length > 0 && { sides: Math.min(...sides.map((set) => set.size)) }),
    };
    return Object.keys(limits).length > 0 ? limits : undefined;
  }
}
