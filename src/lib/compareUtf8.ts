/**
 * Compares two texts as `strcmp` compares their UTF-8 bytes: negative, zero or positive; a proper prefix is the
 * smaller. That is the order of code points, unlike JavaScript's `<`, which puts U+1F600 before U+FF21.
 */
export function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return place(x) - place(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others, so they sort behind U+E000 .. U+FFFF. */
function place(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
