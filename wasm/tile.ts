import { madd } from './numeric';

// @ts-ignore: decorator
@inline
function put(at: usize, value: v128, accumulate: bool): void {
  v128.store(at, accumulate ? f32x4.add(value, v128.load(at)) : value);
}

/**
 * A 4 x 8 tile of a matrix product in registers: out[r, c] (+)= sum_k a[k, r] b[k, c].
 *
 * a is packed [count, 4]; eight values of b at every `bStride` bytes; rows of out `outStride` bytes apart.
 * Two steps at a time were 1.3 to 1.7 times slower in V8, which then spills registers.
 * Callers cut long sums into blocks and accumulate: that shortens the chain of rounding errors.
 */
export function tile(
  a: usize,
  b: usize,
  bStride: usize,
  count: i32,
  out: usize,
  outStride: usize,
  accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00;
  let c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (let k = count; k > 0; k--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<f32>(a);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load_splat<f32>(a, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load_splat<f32>(a, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load_splat<f32>(a, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    a += 16;
    b += bStride;
  }
  put(out, c00, accumulate);
  put(out + 16, c01, accumulate);
  out += outStride;
  put(out, c10, accumulate);
  put(out + 16, c11, accumulate);
  out += outStride;
  put(out, c20, accumulate);
  put(out + 16, c21, accumulate);
  out += outStride;
  put(out, c30, accumulate);
  put(out + 16, c31, accumulate);
}

/** Terms of a sum that are added in registers before they go to memory. */
export const BLOCK: i32 = 64;

/** Packs four rows of `dp` values (a multiple of 4), `stride` bytes apart, as [dp, 4] at every `step` bytes. */
export function packFour(rows: usize, stride: usize, dp: i32, out: usize, step: usize): void {
  for (let k: i32 = 0; k < dp; k += 4) {
    const a = v128.load(rows), b = v128.load(rows + stride);
    const c = v128.load(rows + 2 * stride), d = v128.load(rows + 3 * stride);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    v128.store(out + step, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
    v128.store(out + 2 * step, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5));
    v128.store(out + 3 * step, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7));
    rows += 16;
    out += 4 * step;
  }
}
