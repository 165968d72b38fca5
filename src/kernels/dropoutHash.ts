/**
 * Which entries dropout keeps, the same on every backend. All arithmetic is on u32, modulo 2^32:
 *
 *   mix(x): x ^= x >> 16; x *= 0x7feb352d; x ^= x >> 15; x *= 0x846ca68b; x ^= x >> 16
 *   stream = mix(seed + 0x9e3779b9)
 *   an entry is kept when mix(mix(index) ^ stream) >= threshold, threshold = floor(rate 2^32)
 *
 * The constants are those of Wellons 2018, Prospecting for Hash Functions (lowbias32). A second mix keeps
 * streams of different seeds from being shifted copies of each other.
 */
export function mix32(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** What the seed contributes; a kernel gets it as a parameter. `seed` counts modulo 2^32. */
export function dropoutStream(seed: number): number {
  return mix32((seed + 0x9e3779b9) >>> 0);
}

/**
 * Hashes below this are dropped.
 *
 * @throws RangeError if `rate` is outside [0, 1).
 */
export function dropoutThreshold(rate: number): number {
  if (!(rate >= 0 && rate < 1))
    throw new RangeError(`dropout: rate must be in [0, 1), got ${rate}`);
  return Math.floor(rate * 2 ** 32);
}

/** Whether entry `index` survives, given `dropoutStream(seed)` and `dropoutThreshold(rate)`. */
export function dropoutKeeps(index: number, stream: number, threshold: number): boolean {
  return mix32(mix32(index) ^ stream) >= threshold;
}

/** Keys of one query row and head that get numbers of their own; longer texts share some. */
export const DROPOUT_KEYS = 1024;

/**
 * The index of an attention probability: `(row heads + head) 1024 + key`, modulo 2^32. `row` is the query's
 * row in the packed array, `key` the place of the key in its text, from 0.
 */
export function attentionDropoutIndex(
  row: number,
  heads: number,
  head: number,
  key: number,
): number {
  return (Math.imul(row * heads + head, DROPOUT_KEYS) + key) >>> 0;
}
