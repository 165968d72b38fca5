/**
 * Gives a seeded generator of whole numbers (mulberry32): the same seed, the same sample.
 *
 * @param {number} seed
 * @returns {(n: number) => number} draws an integer in `[0, n)`.
 */
export function makeRng(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}

/** Returns a shuffled copy (Fisher-Yates). */
export function shuffle(list, draw) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = draw(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}
