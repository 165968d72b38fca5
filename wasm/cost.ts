import { Problem, setting, slot } from './problem';
import * as S from './slots';
import { BLOCK, packFour, tile } from './tile';

const NEAR: f32 = 0.03125;

/** The cost of every row and column into COST, row-major with columnsPadded a row. */
export function fillCost(): void {
  const kind = <i32>setting(S.COST_KIND);
  const rows = Problem.rowsPadded, columns = Problem.columnsPadded;
  norms(slot(S.X_ROWS), slot(S.X_NORM), rows, kind);
  norms(slot(S.Y_ROWS), slot(S.Y_NORM), columns, kind);
  products(rows, columns);
  for (let i: i32 = 0; i < rows; i++) {
    if (kind == 0) {
      cosineRow(i);
      refineRow(i);
    } else if (kind == 1) euclideanRow(i);
    else dotRow(i);
  }
  if (setting(S.DISTORTION) > 0) addPositions();
}

// Inverse norms for cosines, squared norms for distances, in float64: an error here would touch a whole row.
function norms(rows: usize, out: usize, count: i32, kind: i32): void {
  for (let i: i32 = 0; i < count; i++) {
    let s = f64x2.splat(0), t = f64x2.splat(0);
    for (let k: i32 = 0; k < Problem.dPadded; k += 4) {
      const x = v128.load(rows);
      const low = f64x2.promote_low_f32x4(x);
      const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
      s = f64x2.add(s, f64x2.mul(low, low));
      t = f64x2.add(t, f64x2.mul(high, high));
      rows += 16;
    }
    s = f64x2.add(s, t);
    const squared = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
    const norm = Math.sqrt(squared);
    store<f64>(out + (i << 3), kind == 1 ? squared : norm < 1e-12 ? 0 : 1 / norm);
  }
}

function products(rows: i32, columns: i32): void {
  const dp = Problem.dPadded, row = dp << 2;
  const x = slot(S.X_PANELS), y = slot(S.Y_PANELS), cost = slot(S.COST);
  for (let i: i32 = 0; i < rows; i += 4)
    packFour(slot(S.X_ROWS) + i * row, row, dp, x + i * row, 16);
  for (let j: i32 = 0; j < columns; j += 8) {
    packFour(slot(S.Y_ROWS) + j * row, row, dp, y + j * row, 32);
    packFour(slot(S.Y_ROWS) + (j + 4) * row, row, dp, y + j * row + 16, 32);
  }
  for (let i: i32 = 0; i < rows; i += 4)
    for (let j: i32 = 0; j < columns; j += 8)
      for (let k: i32 = 0; k < dp; k += BLOCK)
        tile(
          x + i * row + (k << 4),
          y + j * row + (k << 5),
          32,
          min(BLOCK, dp - k),
          cost + ((i * columns + j) << 2),
          columns << 2,
          k > 0,
        );
}

// 1 - dot / (|x| |y|) per entry in float64, so that only the dot product and the result are rounded.
function cosineRow(i: i32): void {
  const ix = f64x2.splat(load<f64>(slot(S.X_NORM) + (i << 3)));
  const one = f64x2.splat(1);
  let at = slot(S.COST) + ((i * Problem.columnsPadded) << 2), iy = slot(S.Y_NORM);
  for (let j: i32 = 0; j < Problem.columnsPadded; j += 4) {
    const dot = v128.load(at);
    const low = f64x2.promote_low_f32x4(dot);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(dot, dot, 2, 3, 2, 3));
    const a = f64x2.sub(one, f64x2.mul(low, f64x2.mul(ix, v128.load(iy))));
    const b = f64x2.sub(one, f64x2.mul(high, f64x2.mul(ix, v128.load(iy, 16))));
    storeTwice(at, a, b);
    at += 16;
    iy += 32;
  }
}

// Below NEAR the rounding of the dot product shows in the cost: those entries are summed in float64.
function refineRow(i: i32): void {
  const near = f32x4.splat(NEAR), row: usize = Problem.dPadded << 2;
  const x = slot(S.X_ROWS) + i * row, ix = load<f64>(slot(S.X_NORM) + (i << 3));
  const at = slot(S.COST) + ((i * Problem.columnsPadded) << 2);
  for (let j: i32 = 0; j < Problem.columnsPadded; j += 4) {
    const lanes = i32x4.bitmask(f32x4.lt(v128.load(at + (j << 2)), near));
    if (lanes == 0) continue;
    for (let c = j; c < j + 4; c++) {
      if ((lanes & (1 << (c - j))) == 0) continue;
      const dot = exactDot(x, slot(S.Y_ROWS) + c * row, row);
      store<f32>(at + (c << 2), <f32>(1 - dot * ix * load<f64>(slot(S.Y_NORM) + (c << 3))));
    }
  }
}

function exactDot(x: usize, y: usize, bytes: usize): f64 {
  let s = f64x2.splat(0), t = s;
  for (let k: usize = 0; k < bytes; k += 16) {
    const a = v128.load(x + k), b = v128.load(y + k);
    s = f64x2.add(s, f64x2.mul(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b)));
    const c = v128.shuffle<f32>(a, a, 2, 3, 2, 3), d = v128.shuffle<f32>(b, b, 2, 3, 2, 3);
    t = f64x2.add(t, f64x2.mul(f64x2.promote_low_f32x4(c), f64x2.promote_low_f32x4(d)));
  }
  s = f64x2.add(s, t);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

function euclideanRow(i: i32): void {
  const xx = f64x2.splat(load<f64>(slot(S.X_NORM) + (i << 3)));
  const two = f64x2.splat(2);
  let at = slot(S.COST) + ((i * Problem.columnsPadded) << 2), yy = slot(S.Y_NORM);
  for (let j: i32 = 0; j < Problem.columnsPadded; j += 4) {
    const dot = v128.load(at);
    const low = f64x2.promote_low_f32x4(dot);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(dot, dot, 2, 3, 2, 3));
    const a = f64x2.sub(f64x2.add(xx, v128.load(yy)), f64x2.mul(two, low));
    const b = f64x2.sub(f64x2.add(xx, v128.load(yy, 16)), f64x2.mul(two, high));
    storeTwice(at, a, b);
    at += 16;
    yy += 32;
  }
}

function dotRow(i: i32): void {
  let at = slot(S.COST) + ((i * Problem.columnsPadded) << 2);
  for (let j: i32 = 0; j < Problem.columnsPadded; j += 4) {
    v128.store(at, f32x4.neg(v128.load(at)));
    at += 16;
  }
}

// @ts-ignore: decorator
@inline
function storeTwice(at: usize, a: v128, b: v128): void {
  const low = f32x4.demote_f64x2_zero(a), high = f32x4.demote_f64x2_zero(b);
  v128.store(at, v128.shuffle<f32>(low, high, 0, 1, 4, 5));
}

// The position prior, by the places that the tokens have in the problem as given.
function addPositions(): void {
  const strength = setting(S.DISTORTION);
  const n = <f64>slot(S.ROWS), m = <f64>slot(S.COLUMNS);
  const rows = slot(S.ROW_INDEX), columns = slot(S.COLUMN_INDEX);
  for (let i: i32 = 0; i < Problem.rows; i++) {
    const x = (<f64>load<i32>(rows + (i << 2)) + 0.5) / n;
    const at = slot(S.COST) + ((i * Problem.columnsPadded) << 2);
    for (let j: i32 = 0; j < Problem.columns; j++) {
      const apart = x - (<f64>load<i32>(columns + (j << 2)) + 0.5) / m;
      const cost = <f64>load<f32>(at + (j << 2)) + strength * apart * apart;
      store<f32>(at + (j << 2), <f32>cost);
    }
  }
}
