import { absorb, fillKernel, release } from './kernel';
import { logIteration } from './logDomain';
import { exp2x4, fill, laneMax, laneMin, laneSum, laneSums, LN2, log2x4, madd, TINY } from './numeric';
import { Problem, setting, slot, tau } from './problem';
import { observe, Relaxation, relaxed } from './relaxation';
import * as S from './slots';

// Scalings outside 2^-24 .. 2^24 are absorbed; outside 2^-60 .. 2^60 the sums behind them are not to be
// trusted, and the iteration is done again in logarithms.
const ABSORB: f32 = 16777216;
const LOST: f32 = 1152921504606846976;

/** Range of the scalings of the pass at hand, and the residual of its row update. */
let lowest: v128 = f32x4.splat(1);
let highest: v128 = f32x4.splat(1);
let residual: f64 = 0;
let massBits: f64 = 0;

/** Iterations `first` .. on scalings of KERNEL, in the kernel domain or with absorption. */
export function scale(first: i32): void {
  const last = <i32>setting(S.ITERATIONS), tolerance = setting(S.TOLERANCE);
  const absorbing = Problem.domain == 1;
  massBits = (Problem.h - Problem.inside) / (Problem.eps * LN2);
  prepareUpdates();
  for (let k = first; k <= last; k++) {
    Problem.iterations = k;
    lowest = f32x4.splat(1);
    highest = f32x4.splat(1);
    rowPass();
    columnUpdate();
    let error = residual;
    if (absorbing && drift() > LOST) error = again();
    else {
      swap(S.U, S.U_NEW);
      swap(S.V, S.V_NEW);
      Problem.h = Problem.inside + massBits * Problem.eps * LN2;
    }
    const check = (k & 3) == 0;
    if (check && tolerance > 0 && error <= tolerance) break;
    if (check) observe(error);
    if (absorbing && drift() > ABSORB) rebuild();
  }
}

function rebuild(): void {
  absorb();
  massBits = 0;
  fillKernel();
  prepareUpdates();
}

// The potentials as they stood before this iteration, then the iteration in logarithms.
function again(): f64 {
  release();
  const error = logIteration();
  rebuild();
  lowest = f32x4.splat(1);
  highest = f32x4.splat(1);
  return error;
}

function drift(): f32 {
  return max(laneMax(highest), 1 / laneMin(lowest));
}

function swap(a: i32, b: i32): void {
  const at = slot(a);
  store<u32>(S.SLOTS + (a << 2), slot(b));
  store<u32>(S.SLOTS + (b << 2), at);
}

/**
 * The general update of a scaling with sum s, in bits: min(cap, base - tau (log2 s + h)), which is
 * log2 w + min(cap, -tau (S + h)) - A of docs/optimal-transport.md with S = log2 s - A, A = alpha in bits.
 * The part of h that is inside alpha raises the cap of the rows and leaves all else as it is (tau is 1 then).
 */
function prepareUpdates(): void {
  if (setting(S.MARGINALS) == 0) return;
  prepareSide(0, S.ALPHA, S.ROW_WEIGHT, S.ROW_BASE, S.ROW_CAP, Problem.rows, Problem.rowsPadded);
  prepareSide(1, S.BETA, S.COLUMN_WEIGHT, S.COLUMN_BASE, S.COLUMN_CAP, Problem.columns, Problem.columnsPadded);
}

function prepareSide(side: i32, potential: i32, weight: i32, base: i32, cap: i32, count: i32, padded: i32): void {
  const t = tau(side, Problem.eps), capped = setting(S.MARGINALS) == 2;
  const inside = side == 0 ? Problem.inside / (Problem.eps * LN2) : 0;
  for (let i: i32 = 0; i < padded; i++) {
    const at = i << 2;
    let p: f64 = -126 * t, q: f64 = 0; // padding: scaling 1 from a sum of TINY
    if (i < count) {
      const bits = <f64>load<f32>(slot(potential) + at) / (Problem.eps * LN2);
      const w = Math.log(load<f32>(slot(weight) + at)) / LN2;
      p = w - (1 - t) * bits;
      q = capped ? w - bits + inside : 1e30;
    }
    store<f32>(slot(base) + at, <f32>p);
    store<f32>(slot(cap) + at, <f32>q);
  }
}

// @ts-ignore: decorator
@inline
function general(sum: v128, base: v128, cap: v128, t: v128, h: v128): v128 {
  const s = f32x4.add(log2x4(sum), h);
  return exp2x4(f32x4.pmin(cap, f32x4.sub(base, f32x4.mul(t, s))));
}

/**
 * Row update and the column sums that follow from it, in one pass over the kernel: four rows at a time are
 * summed, scaled, and added to the column sums while they are still in the first cache.
 */
function rowPass(): void {
  const kernel = slot(S.KERNEL), v = slot(S.V), sums = slot(S.SUMS);
  const u = slot(S.U), uNew = slot(S.U_NEW), weight = slot(S.ROW_WEIGHT);
  const base = slot(S.ROW_BASE), cap = slot(S.ROW_CAP);
  const stride: usize = Problem.columnsPadded << 2;
  const balanced = setting(S.MARGINALS) == 0, over = Relaxation.on && Relaxation.omega > 1;
  const t = f32x4.splat(<f32>tau(0, Problem.eps)), h = f32x4.splat(<f32>massBits);
  const tiny = f32x4.splat(TINY);
  let low = lowest, high = highest, error = f32x4.splat(0);
  memory.fill(sums, 0, stride);
  for (let i: i32 = 0; i < Problem.rowsPadded; i += 4) {
    const k = kernel + i * stride, at: usize = i << 2;
    const sum = fourRowSums(k, v, stride);
    const kept = f32x4.pmax(sum, tiny), old = v128.load(u + at);
    let next: v128;
    if (balanced) next = f32x4.div(v128.load(weight + at), kept);
    else next = general(kept, v128.load(base + at), v128.load(cap + at), t, h);
    error = f32x4.add(error, f32x4.abs(f32x4.mul(f32x4.sub(old, next), sum)));
    if (over) next = relaxed(old, next);
    low = f32x4.pmin(low, next);
    high = f32x4.pmax(high, next);
    v128.store(uNew + at, next);
    addScaledRows(k, sums, stride, next);
  }
  lowest = low;
  highest = high;
  residual = laneSum(error) * Math.exp(massBits * LN2);
}

// @ts-ignore: decorator
@inline
function fourRowSums(k: usize, v: usize, stride: usize): v128 {
  const k1 = k + stride, k2 = k1 + stride, k3 = k2 + stride;
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  for (let j: usize = 0; j < stride; j += 32) {
    const v0 = v128.load(v + j), v1 = v128.load(v + j, 16);
    a = madd(v128.load(k + j), v0, a);
    b = madd(v128.load(k1 + j), v0, b);
    c = madd(v128.load(k2 + j), v0, c);
    d = madd(v128.load(k3 + j), v0, d);
    e = madd(v128.load(k + j, 16), v1, e);
    f = madd(v128.load(k1 + j, 16), v1, f);
    g = madd(v128.load(k2 + j, 16), v1, g);
    h = madd(v128.load(k3 + j, 16), v1, h);
  }
  return laneSums(f32x4.add(a, e), f32x4.add(b, f), f32x4.add(c, g), f32x4.add(d, h));
}

// @ts-ignore: decorator
@inline
function addScaledRows(k: usize, sums: usize, stride: usize, scaling: v128): void {
  const k1 = k + stride, k2 = k1 + stride, k3 = k2 + stride;
  const u0 = v128.shuffle<f32>(scaling, scaling, 0, 0, 0, 0);
  const u1 = v128.shuffle<f32>(scaling, scaling, 1, 1, 1, 1);
  const u2 = v128.shuffle<f32>(scaling, scaling, 2, 2, 2, 2);
  const u3 = v128.shuffle<f32>(scaling, scaling, 3, 3, 3, 3);
  for (let j: usize = 0; j < stride; j += 16) {
    const p = madd(v128.load(k1 + j), u1, f32x4.mul(v128.load(k + j), u0));
    const q = madd(v128.load(k3 + j), u3, f32x4.mul(v128.load(k2 + j), u2));
    v128.store(sums + j, f32x4.add(v128.load(sums + j), f32x4.add(p, q)));
  }
}

function columnUpdate(): void {
  const v = slot(S.V), vNew = slot(S.V_NEW), sums = slot(S.SUMS), weight = slot(S.COLUMN_WEIGHT);
  const base = slot(S.COLUMN_BASE), cap = slot(S.COLUMN_CAP);
  const balanced = setting(S.MARGINALS) == 0, over = Relaxation.on && Relaxation.omega > 1;
  const t = f32x4.splat(<f32>tau(1, Problem.eps)), h = f32x4.splat(<f32>massBits);
  const tiny = f32x4.splat(TINY);
  let low = lowest, high = highest, moved = f32x4.splat(0);
  for (let at: usize = 0; at < <usize>(Problem.columnsPadded << 2); at += 16) {
    const sum = v128.load(sums + at), kept = f32x4.pmax(sum, tiny);
    let next: v128;
    if (balanced) next = f32x4.div(v128.load(weight + at), kept);
    else next = general(kept, v128.load(base + at), v128.load(cap + at), t, h);
    if (over) next = relaxed(v128.load(v + at), next);
    low = f32x4.pmin(low, next);
    high = f32x4.pmax(high, next);
    moved = madd(next, sum, moved);
    v128.store(vNew + at, next);
  }
  lowest = low;
  highest = high;
  if (setting(S.MARGINALS) == 2)
    massBits = Math.log(setting(S.MASS) / max(laneSum(moved), <f64>TINY)) / LN2;
}
