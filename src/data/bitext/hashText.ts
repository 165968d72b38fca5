/**
 * Writes two 32-bit hashes of a text's UTF-16 units into `out`: together 64 bits. Each step is a bijection of a lane's
 * state (multiplication by an odd number, xor with a shift), so that texts which differ in one place never meet.
 *
 * Of n different texts two have one hash with probability about n² / 2^65: 7e-5 for 50 million.
 */
export function hashText(text: string, out: Uint32Array): void {
  let a = 0x6a09e667 ^ text.length;
  let b = 0xbb67ae85 ^ text.length;
  for (let at = 0; at < text.length; at += 2) {
    // The unit past the end is NaN, which shifts to 0; the length tells it from a NUL.
    const word = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
    a = Math.imul(a ^ word, 0x85ebca6b);
    a ^= a >>> 15;
    b = Math.imul(b ^ ((word << 16) | (word >>> 16)), 0xc2b2ae35);
    b ^= b >>> 13;
  }
  out[0] = mixed(a, b);
  out[1] = mixed(b, out[0]!);
}

/** Writes the hash of an ordered pair of hashes into `out`. */
export function hashPair(first: Uint32Array, second: Uint32Array, out: Uint32Array): void {
  const low = mixed(mixed(first[0]!, second[0]!), second[1]!);
  out[1] = mixed(mixed(first[1]!, second[1]!), low ^ first[0]!);
  out[0] = low;
}

/** The 32-bit finaliser of MurmurHash3 over a sum: every bit of both reaches every bit of the result. */
function mixed(word: number, other: number): number {
  let h = (word + Math.imul(other, 0x9e3779b1)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
