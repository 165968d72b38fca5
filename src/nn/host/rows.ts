import type { HostValues } from '../types';

/** `out[i] = x[rows[i]]`; a row past the end gives zeros. */
export function gatherRows(x: HostValues, rows: Uint32Array, k: number, out: HostValues): void {
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * k;
    if (from + k <= x.length) out.set(x.subarray(from, from + k), i * k);
    else out.fill(0, i * k, (i + 1) * k);
  }
}

/** `into[rows[i]] += dy[i]`, in the order of i; a row past the end is left out. */
export function scatterAddRows(
  dy: HostValues,
  rows: Uint32Array,
  k: number,
  into: HostValues,
): void {
  for (let i = 0; i < rows.length; i++) {
    const to = rows[i]! * k;
    if (to + k > into.length) continue;
    for (let j = 0; j < k; j++) into[to + j]! += dy[i * k + j]!;
  }
}

/** Rows without an entry of this size count as zero, as in the kernel `unitNormalise`. */
const TINY = 1e-37;

/** Rows over their norms, and the norms. */
export function unitNormalise(x: HostValues, k: number, unit: HostValues, norm: HostValues): void {
  for (let i = 0; i < norm.length; i++) {
    let [top, sum] = [0, 0];
    for (let j = i * k; j < (i + 1) * k; j++) {
      top = Math.max(top, Math.abs(x[j]!));
      sum += x[j]! * x[j]!;
    }
    const size = top < TINY ? 0 : Math.sqrt(sum);
    norm[i] = size;
    for (let j = i * k; j < (i + 1) * k; j++) unit[j] = size === 0 ? 0 : x[j]! / size;
  }
}

/** `(dy - unit <unit, dy>) / norm`; zero where the norm is. */
export function unitNormaliseBackward(
  { unit, norm, dy }: Record<'unit' | 'norm' | 'dy', HostValues>,
  k: number,
  out: HostValues,
): void {
  for (let i = 0; i < norm.length; i++) {
    const size = norm[i]!;
    let along = 0;
    for (let j = i * k; j < (i + 1) * k; j++) along += unit[j]! * dy[j]!;
    for (let j = i * k; j < (i + 1) * k; j++)
      out[j] = size > 0 ? (dy[j]! - unit[j]! * along) / size : 0;
  }
}

/** `into += sum of the rows of dy`; four rows at a time, which saves three of four visits to `sums`. */
export function addColumnSums(dy: HostValues, k: number, into: HostValues): void {
  const sums = new Float64Array(k);
  const n = k > 0 ? dy.length / k : 0;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const [a, b, c, d] = [i * k, (i + 1) * k, (i + 2) * k, (i + 3) * k];
    for (let j = 0; j < k; j++) sums[j]! += dy[a + j]! + dy[b + j]! + (dy[c + j]! + dy[d + j]!);
  }
  for (; i < n; i++) for (let j = 0; j < k; j++) sums[j]! += dy[i * k + j]!;
  for (let j = 0; j < k; j++) into[j]! += sums[j]!;
}

/** Adds `bias` to every row of `y`. */
export function addToRows(bias: HostValues, y: HostValues): void {
  const k = bias.length;
  for (let row = 0; row + k <= y.length && k > 0; row += k)
    for (let j = 0; j < k; j++) y[row + j]! += bias[j]!;
}

/** Every row of `y` becomes `bias`. */
export function fillRows(bias: HostValues, y: HostValues): void {
  for (let row = 0; row < y.length; row += bias.length) y.set(bias, row);
}
