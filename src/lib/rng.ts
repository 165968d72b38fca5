import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

type Words = readonly number[];

/** All of an `Rng`, as plain JSON: `key` names the stream (four int32), `words` its position (four int32). */
export interface RngState {
  readonly key: Words;
  readonly words: Words;
}

/** Anything that `Rng.shuffle` can permute in place: arrays and typed arrays alike. */
export interface MutableList<T> {
  readonly length: number;
  [index: number]: T;
}

// Odd constants of MurmurHash3 and xxHash; any odd numbers with mixed bits would do.
const MULTIPLIERS: Words = [0x85ebca6b, 0xc2b2ae35, 0x9e3779b1, 0x27d4eb2f];
const ROOT_KEY: Words = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a];

/** The 32-bit finaliser of MurmurHash3, a bijection in which every input bit reaches every output bit. */
function avalanche(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Hashes `text` (UTF-16 units) into a new 128-bit key; never all zero, which xoroshiro could not leave. */
function deriveKey(parent: Words, text: string): Words {
  const lanes = [...parent];
  for (let i = 0; i < text.length; i++)
    for (let j = 0; j < 4; j++) {
      const h = Math.imul(lanes[j]! ^ text.charCodeAt(i), MULTIPLIERS[j]!);
      lanes[j] = h ^ (h >>> 15);
    }
  lanes[0]! ^= text.length;
  for (let round = 0; round < 8; round++)
    lanes[round & 3] = avalanche((lanes[round & 3]! + lanes[(round + 3) & 3]!) | 0);
  return lanes.some((lane) => lane !== 0) ? lanes : ROOT_KEY;
}

/**
 * Natural logarithm of `x` in (0, 1], `2 atanh((m - 1) / (m + 1)) + k log 2` with `x = m 2^k`.
 * Uses only operations that IEEE 754 fixes to the last bit, because `Math.log` may differ between browsers.
 *
 * @throws RangeError if `x` is outside (0, 1].
 */
export function portableLog(x: number): number {
  if (!(x > 0 && x <= 1)) throw new RangeError(`portableLog: x must be in (0, 1], got ${x}`);
  let m = x;
  let k = 0;
  for (; m < Math.SQRT1_2; k--) m *= 2;
  const z = (m - 1) / (m + 1);
  const square = z * z;
  let series = 0;
  for (let term = 25; term >= 1; term -= 2) series = series * square + 1 / term;
  return 2 * z * series + k * Math.LN2;
}

/**
 * Seeded random numbers, equal to the last bit in every browser.
 *
 * A stream is named by the seed and the labels of its forks, never by how many numbers its parent has given,
 * so a new method or a longer shuffle leaves the numbers of all other purposes as they were.
 *
 * @throws RangeError if a seed is not finite or a state is malformed.
 * @see Blackman & Vigna 2018, Scrambled linear pseudorandom number generators (xoroshiro128+, by pure-rand)
 */
export class Rng {
  readonly #key: Words;
  readonly #source: ReturnType<typeof xoroshiro128plusFromState>;

  /** @param seed any finite number (1 and 1.5 are different seeds), or a state to continue from. */
  constructor(seed: number | RngState) {
    if (typeof seed === 'number' && !Number.isFinite(seed))
      throw new RangeError(`Rng: seed must be a finite number, got ${seed}`);
    const state = typeof seed === 'number' ? startState(deriveKey(ROOT_KEY, `${seed}`)) : seed;
    assertWords('key', state.key);
    assertWords('words', state.words);
    this.#key = [...state.key];
    this.#source = xoroshiro128plusFromState(state.words);
  }

  /** Continues exactly where `state()` was taken. */
  static fromState(state: RngState): Rng {
    return new Rng(state);
  }

  /** A snapshot that survives `JSON.stringify`. */
  state(): RngState {
    return { key: [...this.#key], words: [...this.#source.getState()] };
  }

  /** An independent stream named `label`, at its start; drawing from it or from `this` changes neither. */
  fork(label: string): Rng {
    return new Rng(startState(deriveKey(this.#key, label)));
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  uniform(): number {
    return uniformFloat64(this.#source);
  }

  /** Uniform integer in [0, n), without modulo bias. @throws RangeError unless n is a safe integer >= 1. */
  below(n: number): number {
    if (!(Number.isSafeInteger(n) && n >= 1))
      throw new RangeError(`Rng.below: n must be an integer of at least 1, got ${n}`);
    return uniformInt(this.#source, 0, n - 1);
  }

  /** Standard normal, by Marsaglia's polar method; the second value is dropped to keep the state small. */
  normal(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * portableLog(s)) / s);
    }
  }

  /** Permutes `items` in place (Fisher-Yates), every order equally likely, and returns it. */
  shuffle<T, L extends MutableList<T>>(items: L & MutableList<T>): L {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = items[i] as T;
      items[i] = items[j] as T;
      items[j] = held;
    }
    return items;
  }
}

function startState(key: Words): RngState {
  return { key, words: deriveKey(key, 'start') };
}

function assertWords(name: string, words: Words): void {
  if (words.length !== 4 || !words.every((word) => Number.isInteger(word)))
    throw new RangeError(`Rng: state.${name} must be four integers, got ${JSON.stringify(words)}`);
}
