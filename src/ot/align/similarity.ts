import { ShapeError } from '../../gpu';

const SMALLEST_NORM = 1e-12;

/**
 * `1 - C / 2` of every pair of tokens, C the cosine ground cost with its position prior: `(1 + cos) / 2` as SimAlign
 * takes it, less `distortion / 2 * ((i + .5) / n - (j + .5) / m)^2`, and at least 0. A zero vector has cosine 0.
 *
 * @param x [n, d]; need not be unit vectors.
 * @param y [m, d].
 * @param distortion not negative; default 0.
 * @returns [n, m], in [0, 1].
 * @throws ShapeError if `x` or `y` is not a multiple of `d` long.
 */
export function similarity(
  x: Float32Array,
  y: Float32Array,
  d: number,
  distortion = 0,
): Float64Array {
  for (const [name, side] of [
    ['x', x],
    ['y', y],
  ] as const)
    if (side.length % d !== 0) throw new ShapeError(`similarity ${name}`, [side.length], [d]);
  const [n, m] = [x.length / d, y.length / d];
  const [left, right] = [unitRows(x, d), unitRows(y, d)];
  const result = new Float64Array(n * m);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      let cosine = 0;
      for (let k = 0; k < d; k++) cosine += left[i * d + k]! * right[j * d + k]!;
      const gap = (i + 0.5) / n - (j + 0.5) / m;
      const value = (1 + cosine - distortion * gap * gap) / 2;
      result[i * m + j] = Math.min(1, Math.max(0, value));
    }
  return result;
}

function unitRows(rows: Float32Array, d: number): Float64Array {
  const unit = new Float64Array(rows.length);
  for (let start = 0; start < rows.length; start += d) {
    let square = 0;
    for (let k = start; k < start + d; k++) square += rows[k]! ** 2;
    const inverse = square > SMALLEST_NORM ** 2 ? 1 / Math.sqrt(square) : 0;
    for (let k = start; k < start + d; k++) unit[k] = rows[k]! * inverse;
  }
  return unit;
}
