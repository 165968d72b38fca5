const LARGEST = 65504;

/** The float64 value of the half nearest to `value`, ties to even, at most 65504 in magnitude. */
export function nearestHalf(value: number): number {
  const magnitude = Math.min(Math.abs(value), LARGEST);
  // Halves from 2^e to 2^(e+1) are 2^(e-10) apart, and 2^-24 apart below 2^-14.
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.max(magnitude, 2 ** -20))));
  const step = 2 ** (exponent - 10);
  const whole = Math.floor(magnitude / step);
  const rest = magnitude / step - whole;
  const up = rest > 0.5 || (rest === 0.5 && whole % 2 === 1);
  return Math.sign(value) * Math.min((whole + (up ? 1 : 0)) * step, LARGEST);
}

/** The 16 bits of a value that is a half. */
export function halfBits(half: number): number {
  const magnitude = Math.abs(half);
  const sign = half < 0 || Object.is(half, -0) ? 0x8000 : 0;
  if (magnitude < 2 ** -14) return sign | (magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  return sign | ((exponent + 15) << 10) | ((magnitude / 2 ** exponent - 1) * 1024);
}

/** Twin of `packHalf`, by the definition of a half instead of by shifting bits. */
export function packHalfCpu(x: ArrayLike<number>): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: x.length / 2 }, (_, word) => {
    const [low, high] = [x[2 * word]!, x[2 * word + 1]!];
    return (halfBits(nearestHalf(low)) | (halfBits(nearestHalf(high)) << 16)) >>> 0;
  });
}
