/** Parts double one by one: a set of 50 million never stops the thread for all of it at once. */
const PARTS = 64;
const FIRST_SLOTS = 64;
const MOST_LOAD = 0.75;

/**
 * A set of 64-bit hashes in typed arrays (open addressing, linear probing): 8 bytes a slot, at most three quarters of
 * them used. It doubles, in parts, until `mostSlots`; a part that is full takes no more.
 */
export class HashSet64 {
  readonly #parts: readonly Part[];

  /** @param mostSlots a power of two of at least 4,096; 2^26 take 512 MiB and hold 50 million hashes. */
  constructor(readonly mostSlots: number) {
    if (!(mostSlots >= PARTS * FIRST_SLOTS && Number.isInteger(Math.log2(mostSlots))))
      throw new RangeError(
        `HashSet64: mostSlots must be a power of two of at least ${PARTS * FIRST_SLOTS}, got ${mostSlots}`,
      );
    this.#parts = Array.from({ length: PARTS }, () => new Part(mostSlots / PARTS));
  }

  get size(): number {
    return this.#parts.reduce((sum, part) => sum + part.size, 0);
  }

  /** Whether a hash was refused for lack of room: some new hashes are not remembered from then on. */
  get isFull(): boolean {
    return this.#parts.some((part) => part.isFull);
  }

  /** Remembers a hash. @returns whether it was there already; false for a new one that there is no room for. */
  add(low: number, high: number): boolean {
    // The low bits of `low` choose the slot, the high bits of `high` the part.
    return this.#parts[high >>> 26]!.add(low, high);
  }
}

class Part {
  #slots = FIRST_SLOTS;
  #table = new Uint32Array(2 * FIRST_SLOTS);
  size = 0;
  isFull = false;

  constructor(readonly mostSlots: number) {}

  add(low: number, high: number): boolean {
    // An empty slot is two zeros; the one hash that looks like it shares a slot with its neighbour.
    const lower = low === 0 && high === 0 ? 1 : low;
    const at = this.#find(lower, high);
    if (this.#table[at] !== 0 || this.#table[at + 1] !== 0) return true;
    if (this.size >= MOST_LOAD * this.#slots && !this.#grow()) {
      this.isFull = true;
      return false;
    }
    this.#put(lower, high);
    this.size += 1;
    return false;
  }

  /** Where a hash is, or the empty slot where it would be. */
  #find(low: number, high: number): number {
    const mask = this.#slots - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = 2 * slot;
      const found = this.#table[at]!;
      const foundHigh = this.#table[at + 1]!;
      if ((found === low && foundHigh === high) || (found === 0 && foundHigh === 0)) return at;
    }
  }

  #put(low: number, high: number): void {
    const at = this.#find(low, high);
    this.#table[at] = low;
    this.#table[at + 1] = high;
  }

  #grow(): boolean {
    if (this.#slots >= this.mostSlots) return false;
    let larger: Uint32Array<ArrayBuffer>;
    try {
      larger = new Uint32Array(4 * this.#slots);
    } catch {
      // Out of memory: as full as this machine lets it be.
      return false;
    }
    const old = this.#table;
    this.#slots *= 2;
    this.#table = larger;
    for (let at = 0; at < old.length; at += 2)
      if (old[at] !== 0 || old[at + 1] !== 0) this.#put(old[at]!, old[at + 1]!);
    return true;
  }
}
