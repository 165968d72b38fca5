/** Value of the 16 bits of an IEEE 754 binary16. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Values of little-endian bfloat16: the upper halves of float32. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer);
}

/** The largest finite binary16. */
export const LARGEST_HALF = 65504;
const SIGN = 0x80000000;
const LARGEST_BITS = 0x477fe000; // of 65504 as float32
const NORMAL_BITS = 0x38800000; // of 2^-14, the least normal half
/** Adding it and taking it away rounds a float64 below 2^-14 to a multiple of 2^-24, ties to even. */
const TO_STEPS = 1.5 * 2 ** 28;

/**
 * The nearest binary16 of every value, ties to even, as float32: relative error at most 2^-11 from 2^-14 on, below
 * that at most 2^-25. A zero keeps its sign.
 *
 * @throws RangeError naming the first value beyond 65504 or not finite, and where it stands: rounding it would make it
 *   another number.
 */
export function nearestHalves(values: Float32Array): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values);
  const bits = new Uint32Array(result.buffer);
  for (let at = 0; at < bits.length; at++) {
    const all = bits[at]!;
    const magnitude = all & ~SIGN;
    if (magnitude > LARGEST_BITS)
      throw new RangeError(
        `value ${at} is ${values[at]}, want a finite one of at most ${LARGEST_HALF} (half precision)`,
      );
    if (magnitude >= NORMAL_BITS) bits[at] = (all + 0xfff + ((all >>> 13) & 1)) & ~0x1fff;
    else {
      result[at] = Math.abs(values[at]!) + TO_STEPS - TO_STEPS;
      bits[at] = bits[at]! | (all & SIGN);
    }
  }
  return result;
}

/**
 * The nearest binary16 of every value, two to a word, the first in the low bits: what WGSL's `unpack2x16float` reads.
 *
 * @param values an even number of them.
 * @throws RangeError as `nearestHalves`, or for an odd number.
 */
export function packHalves(values: Float32Array): Uint32Array<ArrayBuffer> {
  if (values.length % 2 !== 0)
    throw new RangeError(`packHalves: found ${values.length} values, want an even number`);
  return new Uint32Array(toHalfBits(values).buffer);
}

/**
 * The nearest binary16 of every value, ties to even, by its bits.
 *
 * @throws RangeError as `nearestHalves`.
 */
export function toHalfBits(values: Float32Array): Uint16Array<ArrayBuffer> {
  const nearest = nearestHalves(values);
  const bits = new Uint32Array(nearest.buffer);
  const halves = new Uint16Array(values.length);
  for (let at = 0; at < bits.length; at++) {
    const magnitude = bits[at]! & ~SIGN;
    const half =
      magnitude >= NORMAL_BITS
        ? (magnitude - (112 << 23)) >>> 13 // exponent bias 127 to 15
        : Math.abs(nearest[at]!) * 2 ** 24;
    halves[at] = ((bits[at]! >>> 16) & 0x8000) | half;
  }
  return halves;
}
