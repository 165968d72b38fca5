import { exp2x4, madd } from './numeric';

// exp(-x^2 / 2) = 2^(HALF_LOG2_E x^2).
const HALF_LOG2_E: f32 = -0.72134752;
const SLOPE: f32 = 0.23164189; // 0.3275911 / sqrt 2

/**
 * P(X > |x|) / exp(-x^2 / 2) of a standard normal X: Abramowitz & Stegun 1964, 7.1.26 (1.5e-7), the same as in
 * shaders/geluResidual.wgsl.
 */
// @ts-ignore: decorator
@inline
function tailOverBell(size: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, madd(f32x4.splat(SLOPE), size, one));
  let p = madd(f32x4.splat(0.5307027145), t, f32x4.splat(-0.7265760135));
  p = madd(p, t, f32x4.splat(0.7107068705));
  p = madd(p, t, f32x4.splat(-0.142248368));
  p = madd(p, t, f32x4.splat(0.127414796));
  return f32x4.mul(p, t);
}

// 2^t is 0 from |x| = 13.3 on; the clamp keeps the square finite.
// @ts-ignore: decorator
@inline
function bell(size: v128): v128 {
  const s = f32x4.pmin(size, f32x4.splat(14));
  return exp2x4(f32x4.mul(f32x4.splat(HALF_LOG2_E), f32x4.mul(s, s)));
}

// Phi(x), by the tail on the side of x.
// @ts-ignore: decorator
@inline
function normalCdf(x: v128, size: v128, bell: v128): v128 {
  const tail = f32x4.mul(tailOverBell(size), bell);
  const above = f32x4.gt(x, f32x4.splat(0));
  return v128.bitselect(f32x4.sub(f32x4.splat(1), tail), tail, above);
}

/** x <- x Phi(x) for `count` values (a multiple of 4) in place. */
export function gelu(x: usize, count: i32): void {
  for (const end = x + (count << 2); x < end; x += 16) {
    const value = v128.load(x), size = f32x4.abs(value);
    v128.store(x, f32x4.mul(value, normalCdf(value, size, bell(size))));
  }
}

/** dy <- dy (Phi(x) + x phi(x)) for `count` values (a multiple of 4) in place. */
export function geluBackward(x: usize, dy: usize, count: i32): void {
  const density = f32x4.splat(0.39894228);
  for (const end = x + (count << 2); x < end; x += 16) {
    const value = v128.load(x), size = f32x4.abs(value), b = bell(size);
    const slope = f32x4.add(normalCdf(value, size, b), f32x4.mul(f32x4.mul(density, bounded(value)), b));
    v128.store(dy, f32x4.mul(v128.load(dy), slope));
    dy += 16;
  }
}

// Beyond 14 the bell is 0: what stands before it only has to be finite.
// @ts-ignore: decorator
@inline
function bounded(x: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(14)), f32x4.splat(-14));
}
