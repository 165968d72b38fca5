// Vector arithmetic in float32, four lanes.

// RELAXED is set by the compiler call: 1 fuses multiply and add where the machine can.
// @ts-ignore: introduced with --use
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  // @ts-ignore: introduced with --use
  if (RELAXED) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The smallest normal number; sums are kept at or above it so that a quotient is finite. */
export const TINY: f32 = 1.1754943508222875e-38;

export const LN2: f64 = 0.6931471805599453;

/** Stands for the potential of a padding row or column: its kernel entries vanish. */
export const PADDING: f32 = -1e30;

// 1.5 * 2^23: adding it rounds to whole numbers.
const ROUNDER: f32 = 12582912;

/**
 * 2^t per lane, relative error below 2e-7 (measured 8.5e-8) for t in [-126, 126]; 0 below -126.5 and
 * 2^126 above 126. Nearest integer by the exponent field, the rest by a polynomial of degree 6 (least
 * squares at Chebyshev nodes, 5.2e-9 relative).
 */
@inline
export function exp2x4(t: v128): v128 {
  const c = f32x4.pmin(f32x4.pmax(t, f32x4.splat(-127)), f32x4.splat(126));
  const rounded = f32x4.add(c, f32x4.splat(ROUNDER)); // the nearest integer stands in its last bits
  const r = f32x4.sub(c, f32x4.sub(rounded, f32x4.splat(ROUNDER)));
  let p = madd(f32x4.splat(1.5461447e-4), r, f32x4.splat(1.3390867e-3));
  p = madd(p, r, f32x4.splat(9.6180567e-3));
  p = madd(p, r, f32x4.splat(5.5503571e-2));
  p = madd(p, r, f32x4.splat(2.4022651e-1));
  p = madd(p, r, f32x4.splat(6.9314719e-1));
  p = madd(p, r, f32x4.splat(1));
  const scale = i32x4.add(i32x4.shl(rounded, 23), i32x4.splat(127 << 23));
  return f32x4.mul(p, scale);
}

/**
 * log2 per lane of positive normal numbers, absolute error below 2e-7 |log2 x| + 6e-8: with
 * x = 2^e m, m in [sqrt .5, sqrt 2), log2 m is an odd polynomial of (m - 1) / (m + 1).
 */
@inline
export function log2x4(x: v128): v128 {
  const e = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const m = i32x4.sub(x, i32x4.shl(e, 23));
  const one = f32x4.splat(1);
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const z = f32x4.mul(s, s);
  let p = madd(f32x4.splat(0.34058387), z, f32x4.splat(0.41168169));
  p = madd(p, z, f32x4.splat(0.57708341));
  p = madd(p, z, f32x4.splat(0.96179667));
  p = madd(p, z, f32x4.splat(2.8853901));
  return madd(p, s, f32x4.convert_i32x4_s(e));
}

/** The sums of the lanes of four vectors. */
@inline
export function laneSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(
    v128.shuffle<f32>(a, b, 0, 4, 1, 5),
    v128.shuffle<f32>(a, b, 2, 6, 3, 7),
  );
  const cd = f32x4.add(
    v128.shuffle<f32>(c, d, 0, 4, 1, 5),
    v128.shuffle<f32>(c, d, 2, 6, 3, 7),
  );
  return f32x4.add(
    v128.shuffle<f32>(ab, cd, 0, 1, 4, 5),
    v128.shuffle<f32>(ab, cd, 2, 3, 6, 7),
  );
}

/** The sum of the lanes, in float64. */
@inline
export function laneSum(a: v128): f64 {
  const s = f64x2.add(
    f64x2.promote_low_f32x4(a),
    f64x2.promote_low_f32x4(v128.shuffle<f32>(a, a, 2, 3, 2, 3)),
  );
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

@inline
export function laneMax(a: v128): f32 {
  const b = f32x4.pmax(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return max(f32x4.extract_lane(b, 0), f32x4.extract_lane(b, 1));
}

@inline
export function laneMin(a: v128): f32 {
  const b = f32x4.pmin(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return min(f32x4.extract_lane(b, 0), f32x4.extract_lane(b, 1));
}

/** `count` float32 of one value, from `at` on. */
export function fill(at: usize, count: i32, value: f32): void {
  for (let i: i32 = 0; i < count; i++) store<f32>(at + (i << 2), value);
}
