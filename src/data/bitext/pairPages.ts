import type { BitextPair } from '../types';

const PAGE_BYTES = 2 ** 18;
/** Room comes in multiples of it, so that what one pair leaves another fits into. */
const UNIT = 32;

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Pairs by number, as UTF-8 in pages outside the collector's heap: an object and two strings a pair take twice the
 * memory, and each one that is replaced would be garbage of the old generation. Unpaired surrogates become U+FFFD.
 */
export class PairPages {
  readonly #pages: Uint8Array[] = [];
  /** By number: the page, the place in it, and the bytes of each side. */
  readonly #page: number[] = [];
  readonly #start: number[] = [];
  readonly #english: number[] = [];
  readonly #foreign: number[] = [];
  /** Room that pairs left, by its units. */
  readonly #free = new Map<number, { page: number; start: number }[]>();
  #scratch = new Uint8Array(2 ** 14);
  /** Where the page that is being filled has room. */
  #open = { page: -1, start: PAGE_BYTES };

  /** Bytes of all pages. */
  get bytes(): number {
    return this.#pages.reduce((sum, page) => sum + page.length, 0);
  }

  /** Puts a copy of a pair in the place of number `at`: a new one, in order, or one that is replaced. */
  set(at: number, { english, foreign }: BitextPair): void {
    // Three bytes a unit at most.
    const most = 3 * (english.length + foreign.length);
    if (most > this.#scratch.length) this.#scratch = new Uint8Array(most);
    const left = ENCODER.encodeInto(english, this.#scratch).written;
    const right = ENCODER.encodeInto(foreign, this.#scratch.subarray(left)).written;
    const before = this.#units(at);
    const units = Math.ceil((left + right) / UNIT);
    if (before !== units) {
      if (before !== undefined) this.#leave(at, before);
      const { page, start } = this.#free.get(units)?.pop() ?? this.#take(units);
      this.#page[at] = page;
      this.#start[at] = start;
    }
    this.#english[at] = left;
    this.#foreign[at] = right;
    this.#pages[this.#page[at]!]!.set(this.#scratch.subarray(0, left + right), this.#start[at]);
  }

  /** @throws RangeError if no pair was put there. */
  get(at: number): BitextPair {
    const page = this.#pages[this.#page[at] ?? -1];
    if (!page) throw new RangeError(`PairPages: there is no pair ${at}`);
    const start = this.#start[at]!;
    const middle = start + this.#english[at]!;
    const english = DECODER.decode(page.subarray(start, middle));
    const foreign = DECODER.decode(page.subarray(middle, middle + this.#foreign[at]!));
    return { english, foreign };
  }

  #units(at: number): number | undefined {
    const left = this.#english[at];
    return left === undefined ? undefined : Math.ceil((left + this.#foreign[at]!) / UNIT);
  }

  #leave(at: number, units: number): void {
    const room = { page: this.#page[at]!, start: this.#start[at]! };
    const list = this.#free.get(units);
    if (list) list.push(room);
    else this.#free.set(units, [room]);
  }

  #take(units: number): { page: number; start: number } {
    const size = units * UNIT;
    if (this.#open.start + size <= PAGE_BYTES) {
      const room = { ...this.#open };
      this.#open.start += size;
      return room;
    }
    this.#pages.push(new Uint8Array(Math.max(size, PAGE_BYTES)));
    const page = this.#pages.length - 1;
    // A pair that is larger than a page has its own; the open one goes on.
    if (size <= PAGE_BYTES) this.#open = { page, start: size };
    return { page, start: 0 };
  }
}
