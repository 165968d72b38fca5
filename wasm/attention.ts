import { exp2x4, laneMax, laneSum, laneSums, madd } from './numeric';

// Self-attention of one text, one head after the other. All matrices of tokens are [count, width]; those of
// probabilities [count, cp], cp = count rounded up to 4, with zeros in the padding.

const LOG2_E: f32 = 1.44269504;
/** Keys of one query row that get dropout numbers of their own; DROPOUT_KEYS of dropoutHash.ts. */
const DROPOUT_KEYS: i32 = 1024;

/**
 * y = dropout(softmax(q k^T / sqrt d)) v and logSum [count, heads], d = width / heads a multiple of 4. Reads up
 * to three rows past the end of k. `row` is the first row of the text, `threshold` 0 for no dropout,
 * `keep` 1 / (1 - rate). `p`: [count, cp], work space.
 */
export function attention(
  q: usize, k: usize, v: usize, count: i32, width: i32, heads: i32, y: usize, logSum: usize, p: usize,
  row: i32, stream: u32, threshold: u32, keep: f32,
): void {
  const d = width / heads, cp = (count + 3) & ~3, stride: usize = width << 2;
  for (let h: i32 = 0; h < heads; h++) {
    const at: usize = (h * d) << 2;
    probabilities(q + at, k + at, count, stride, d, p, logSum + (h << 2), heads << 2);
    if (threshold) drop(p, p, count, row, heads, h, stream, threshold, keep);
    for (let i: i32 = 0; i < count; i++)
      weighted(p + ((i * cp) << 2), 4, v + at, stride, count, d, 1, y + i * stride + at);
  }
}

/** Gradients [count, width] of the above; reads up to three rows past the end of k and v. `p`: [3, count, cp]. */
export function attentionBackward(
  q: usize, k: usize, v: usize, dy: usize, count: i32, width: i32, heads: i32,
  dq: usize, dk: usize, dv: usize, p: usize,
  row: i32, stream: u32, threshold: u32, keep: f32,
): void {
  const d = width / heads, cp = (count + 3) & ~3, stride: usize = width << 2, line: usize = cp << 2;
  const g = p + count * line, after = threshold ? g + count * line : p;
  const scale = <f32>(1 / Math.sqrt(d));
  for (let h: i32 = 0; h < heads; h++) {
    const at: usize = (h * d) << 2;
    probabilities(q + at, k + at, count, stride, d, p, 0, 0);
    if (threshold) drop(p, after, count, row, heads, h, stream, threshold, keep);
    dots(dy + at, v + at, count, stride, d, g);
    for (let i: i32 = 0; i < count; i++) {
      weighted(after + (i << 2), line, dy + at, stride, count, d, 1, dv + i * stride + at);
      scoreGradient(p + i * line, after + i * line, g + i * line, line);
    }
    for (let i: i32 = 0; i < count; i++) {
      weighted(g + i * line, 4, k + at, stride, count, d, scale, dq + i * stride + at);
      weighted(g + (i << 2), line, q + at, stride, count, d, scale, dk + i * stride + at);
    }
  }
}

// g <- after g - p <after, g>; the padding of p and after is zero.
function scoreGradient(p: usize, after: usize, g: usize, bytes: usize): void {
  let s = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const t = f32x4.mul(v128.load(after + j), v128.load(g + j));
    s = f32x4.add(s, t);
    v128.store(g + j, t);
  }
  const along = f32x4.splat(<f32>-laneSum(s));
  for (let j: usize = 0; j < bytes; j += 16)
    v128.store(g + j, madd(v128.load(p + j), along, v128.load(g + j)));
}

// out[i, j] = <a_i, b_j> of rows of d values; zeros in the padding.
function dots(a: usize, b: usize, count: i32, stride: usize, d: i32, out: usize): void {
  const bytes: usize = d << 2;
  for (let i: i32 = 0; i < count; i++) {
    for (let j: i32 = 0; j < count; j += 4) {
      const b0 = b + j * stride, b1 = b0 + stride, b2 = b1 + stride, b3 = b2 + stride;
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
      for (let c: usize = 0; c < bytes; c += 16) {
        const x = v128.load(a + c);
        s0 = madd(x, v128.load(b0 + c), s0);
        s1 = madd(x, v128.load(b1 + c), s1);
        s2 = madd(x, v128.load(b2 + c), s2);
        s3 = madd(x, v128.load(b3 + c), s3);
      }
      v128.store(out + (j << 2), laneSums(s0, s1, s2, s3));
    }
    const cp = (count + 3) & ~3;
    for (let j = count; j < cp; j++) store<f32>(out + (j << 2), 0);
    a += stride;
    out += cp << 2;
  }
}

function probabilities(
  q: usize, k: usize, count: i32, stride: usize, d: i32, p: usize, logSum: usize, step: usize,
): void {
  const scale = <f32>(1 / Math.sqrt(d)), bits = f32x4.splat(scale * LOG2_E);
  const line: usize = ((count + 3) & ~3) << 2;
  dots(q, k, count, stride, d, p);
  for (let i: i32 = 0; i < count; i++) {
    for (let j: usize = count << 2; j < line; j += 4) store<f32>(p + j, -Infinity);
    let high = f32x4.splat(-Infinity);
    for (let j: usize = 0; j < line; j += 16) high = f32x4.pmax(high, v128.load(p + j));
    const top = laneMax(high), tops = f32x4.splat(top);
    let s = f32x4.splat(0);
    for (let j: usize = 0; j < line; j += 16) {
      const e = exp2x4(f32x4.mul(f32x4.sub(v128.load(p + j), tops), bits));
      s = f32x4.add(s, e);
      v128.store(p + j, e);
    }
    const sum = laneSum(s), inverse = f32x4.splat(<f32>(1 / sum));
    for (let j: usize = 0; j < line; j += 16) v128.store(p + j, f32x4.mul(v128.load(p + j), inverse));
    if (logSum) {
      store<f32>(logSum, <f32>(<f64>top * <f64>scale + Math.log(sum)));
      logSum += step;
    }
    p += line;
  }
}

// out = dropout of p: entries whose hash is below the threshold are zero, see dropoutHash.ts.
function drop(
  p: usize, out: usize, count: i32, row: i32, heads: i32, head: i32, stream: u32, threshold: u32, keep: f32,
): void {
  const cp = (count + 3) & ~3;
  const streams = i32x4.splat(stream), least = i32x4.splat(threshold), kept = f32x4.splat(keep);
  for (let i: i32 = 0; i < count; i++) {
    const base = ((row + i) * heads + head) * DROPOUT_KEYS;
    for (let j: i32 = 0; j < cp; j += 4) {
      const index = i32x4.add(i32x4.splat(base + j), i32x4(0, 1, 2, 3));
      const hash = mix(v128.xor(mix(index), streams));
      const value = f32x4.mul(v128.load(p), kept);
      v128.store(out, v128.and(value, i32x4.ge_u(hash, least)));
      p += 16;
      out += 16;
    }
  }
}

// @ts-ignore: decorator
@inline
function mix(value: v128): v128 {
  let x = v128.xor(value, i32x4.shr_u(value, 16));
  x = i32x4.mul(x, i32x4.splat(0x7feb352d));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, i32x4.splat(<i32>0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

// out = scale * sum_j w_j x_j of `count` rows of d values; weights are `step` bytes apart.
function weighted(
  w: usize, step: usize, x: usize, stride: usize, count: i32, d: i32, scale: f32, out: usize,
): void {
  const s = f32x4.splat(scale);
  let c: i32 = 0;
  for (; c + 16 <= d; c += 16) {
    let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, from = x, weight = w;
    for (let j = count; j > 0; j--) {
      const t = v128.load_splat<f32>(weight);
      a0 = madd(t, v128.load(from), a0);
      a1 = madd(t, v128.load(from, 16), a1);
      a2 = madd(t, v128.load(from, 32), a2);
      a3 = madd(t, v128.load(from, 48), a3);
      from += stride;
      weight += step;
    }
    v128.store(out, f32x4.mul(a0, s));
    v128.store(out, f32x4.mul(a1, s), 16);
    v128.store(out, f32x4.mul(a2, s), 32);
    v128.store(out, f32x4.mul(a3, s), 48);
    x += 64;
    out += 64;
  }
  for (; c < d; c += 4) {
    let a = f32x4.splat(0), from = x, weight = w;
    for (let j = count; j > 0; j--) {
      a = madd(v128.load_splat<f32>(weight), v128.load(from), a);
      from += stride;
      weight += step;
    }
    v128.store(out, f32x4.mul(a, s));
    x += 16;
    out += 16;
  }
}
