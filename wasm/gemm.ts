import { tile } from './tile';

// Terms of a sum between two visits to memory: a slice of eight columns (8 KiB) stays in the first cache.
const DEPTH: i32 = 256;
// Rows of a whose slices (256 KiB) stay in the second cache while the columns of b pass by.
const ROWS: i32 = 256;

/**
 * out (+)= a b in float32, from packed panels: a in panels of 4 rows [depth, 4], b in panels of 8 columns
 * [depth, 8]. `rows` a multiple of 4, `columns` of 8; out is row-major [rows, columns].
 */
export function multiply(a: usize, b: usize, out: usize, rows: i32, columns: i32, depth: i32, accumulate: bool): void {
  const stride: usize = columns << 2;
  for (let k: i32 = 0; k < depth; k += DEPTH) {
    const count = min(DEPTH, depth - k), more = accumulate || k > 0;
    for (let first: i32 = 0; first < rows; first += ROWS) {
      const last = min(first + ROWS, rows);
      for (let j: i32 = 0; j < columns; j += 8) {
        const slice = b + ((j * depth + 8 * k) << 2);
        for (let i = first; i < last; i += 4)
          tile(a + ((i * depth + 4 * k) << 2), slice, 32, count, out + i * stride + (j << 2), stride, more);
      }
    }
  }
}

/**
 * Packs the columns of a row-major matrix [depth, columns] into panels of `width` (4 or 8) columns
 * [padded, width]; a last panel that is not full, and the rows from `depth` on, are filled with zeros.
 */
export function packColumns(from: usize, depth: i32, padded: i32, columns: i32, width: i32, out: usize): void {
  const stride: usize = columns << 2, step: usize = width << 2, rest = (padded - depth) * step;
  for (let first: i32 = 0; first < columns; first += width) {
    const count = min(width, columns - first);
    let at = from + (first << 2);
    for (let k: i32 = 0; k < depth; k++) {
      if (count == width) {
        v128.store(out, v128.load(at));
        if (width == 8) v128.store(out, v128.load(at, 16), 16);
      } else {
        memory.fill(out, 0, step);
        memory.copy(out, at, count << 2);
      }
      at += stride;
      out += step;
    }
    memory.fill(out, 0, rest);
    out += rest;
  }
}
