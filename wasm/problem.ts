import { PADDING, TINY } from './numeric';
import * as S from './slots';

/** The problem at hand: rows and columns of positive weight only, and how far its solution has come. */
export class Problem {
  static rows: i32 = 0;
  static columns: i32 = 0;
  /** Rounded up to whole vectors. */
  static rowsPadded: i32 = 0;
  static columnsPadded: i32 = 0;
  static d: i32 = 0;
  static dPadded: i32 = 0;
  /** eps of the iteration at hand. */
  static eps: f64 = 0;
  /** The potential of the mass constraint of partial transport, in the unit of cost. */
  static h: f64 = 0;
  /** What of h is inside ALPHA: there stands f + inside. */
  static inside: f64 = 0;
  static iterations: i32 = 0;
  /** 0 kernel, 1 absorption, 2 log. */
  static domain: i32 = 0;
}

// @ts-ignore: decorator
@inline
export function slot(index: i32): usize {
  return load<u32>(S.SLOTS + (index << 2));
}

// @ts-ignore: decorator
@inline
export function setting(index: i32): f64 {
  return load<f64>(S.SETTINGS + (index << 3));
}

/** Keeps rows and columns of positive weight, packed, so that tokens of weight zero change nothing else. */
export function gather(): void {
  const n = <i32>slot(S.ROWS), m = <i32>slot(S.COLUMNS), d = <i32>slot(S.DIMENSION);
  const dp = (d + 7) & ~7;
  Problem.d = d;
  Problem.dPadded = dp;
  Problem.rows = gatherSide(n, 0, slot(S.ROW_INDEX), slot(S.ROW_WEIGHT));
  Problem.columns = gatherSide(m, n, slot(S.COLUMN_INDEX), slot(S.COLUMN_WEIGHT));
  Problem.rowsPadded = (Problem.rows + 3) & ~3;
  Problem.columnsPadded = (Problem.columns + 7) & ~7;
  pad(slot(S.ROW_WEIGHT), Problem.rows, Problem.rowsPadded);
  pad(slot(S.COLUMN_WEIGHT), Problem.columns, Problem.columnsPadded);
  gatherVectors(slot(S.X), slot(S.X_ROWS), slot(S.ROW_INDEX), Problem.rows, Problem.rowsPadded);
  gatherVectors(slot(S.Y), slot(S.Y_ROWS), slot(S.COLUMN_INDEX), Problem.columns, Problem.columnsPadded);
}

function gatherSide(count: i32, first: i32, index: usize, weight: usize): i32 {
  const weights = slot(S.WEIGHTS) + (first << 2);
  const given = slot(S.HAS_WEIGHTS) != 0;
  const uniform: f32 = <f32>(1.0 / <f64>count);
  let kept: i32 = 0;
  for (let i: i32 = 0; i < count; i++) {
    const w = given ? load<f32>(weights + (i << 2)) : uniform;
    if (!(w > 0)) continue;
    store<i32>(index + (kept << 2), i);
    store<f32>(weight + (kept << 2), max(w, TINY));
    kept++;
  }
  return kept;
}

// The padding has this weight, so that its scalings come out as 1: TINY over a sum of 0 kept at TINY.
function pad(weight: usize, from: i32, to: i32): void {
  for (let i = from; i < to; i++) store<f32>(weight + (i << 2), TINY);
}

// Where d needs no padding the rows stay where they were given (from == to) and only close up.
function gatherVectors(from: usize, to: usize, index: usize, count: i32, padded: i32): void {
  const d = Problem.d << 2, dp = Problem.dPadded << 2;
  for (let i: i32 = 0; i < count; i++) {
    const source = from + load<i32>(index + (i << 2)) * d;
    if (source != to) memory.copy(to, source, d);
    if (dp > d) memory.fill(to + d, 0, dp - d);
    to += dp;
  }
  memory.fill(to, 0, (padded - count) * dp);
}

/** Start of g in BETA, in the unit of cost; `eps` is that of the first iteration. */
export function start(eps: f64): void {
  const beta = slot(S.BETA), index = slot(S.COLUMN_INDEX), weight = slot(S.COLUMN_WEIGHT);
  const given = slot(S.START) + (<i32>slot(S.ROWS) << 2);
  const balanced = setting(S.MARGINALS) == 0;
  for (let j: i32 = 0; j < Problem.columns; j++) {
    let g: f64 = balanced ? 0 : eps * Math.log(load<f32>(weight + (j << 2)));
    if (slot(S.HAS_START)) g = load<f32>(given + (load<i32>(index + (j << 2)) << 2));
    store<f32>(beta + (j << 2), <f32>g);
  }
  for (let j = Problem.columns; j < Problem.columnsPadded; j++) store<f32>(beta + (j << 2), PADDING);
  const alpha = slot(S.ALPHA);
  for (let i = Problem.rows; i < Problem.rowsPadded; i++) store<f32>(alpha + (i << 2), PADDING);
  Problem.inside = 0;
  Problem.h = setting(S.MARGINALS) == 2 ? eps * Math.log(setting(S.MASS)) : 0;
}

/** eps of iteration k, from 1. */
export function epsAt(k: i32): f64 {
  const eps = setting(S.EPS);
  if (setting(S.SCHEDULE) == 1)
    return max(eps, setting(S.FROM) * Math.pow(setting(S.FACTOR), <f64>(k - 1)));
  return setting(S.SCHEDULE) == 2 ? eps / <f64>k : eps;
}

/** rho / (rho + eps) of the rows (side 0) or columns (side 1); 1 but for unbalanced transport. */
export function tau(side: i32, eps: f64): f64 {
  if (setting(S.MARGINALS) != 1) return 1;
  const rho = setting(S.RHO_X + side);
  return rho / (rho + eps);
}
