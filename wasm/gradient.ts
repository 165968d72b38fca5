import { laneSum, madd } from './numeric';
import { Problem, setting, slot } from './problem';
import * as S from './slots';
import { BLOCK, tile } from './tile';

/** Gradient by the raw y with the plan (in KERNEL) held fixed, section 3 of docs/optimal-transport.md. */
export function fillGradient(): void {
  const m = slot(S.COLUMNS), d = slot(S.DIMENSION), kind = <i32>setting(S.COST_KIND);
  const row: usize = Problem.dPadded << 2;
  if (Problem.columns < <i32>m) memory.fill(slot(S.GRADIENT), 0, m * d * 4);
  for (let j: i32 = 0; j < Problem.columns; j += 8) {
    pack(j, kind == 0);
    transported();
    for (let c: i32 = 0; c < 8 && j + c < Problem.columns; c++) {
      const z = slot(S.GRADIENT_ROWS) + c * row, y = slot(S.Y_ROWS) + (j + c) * row;
      if (kind == 0) project(z, y, load<f64>(slot(S.Y_NORM) + ((j + c) << 3)));
      else if (kind == 1)
        combine(z, y, -2, 2 * load<f64>(slot(S.COLUMN_SUMS) + ((j + c) << 3)));
      else combine(z, y, -1, 0);
      const to = load<i32>(slot(S.COLUMN_INDEX) + ((j + c) << 2));
      memory.copy(slot(S.GRADIENT) + to * (d << 2), z, d << 2);
    }
  }
}

// Eight columns of the plan as two panels [rowsPadded, 4]; cosine takes the norms of x in.
function pack(j: i32, cosine: bool): void {
  let from = slot(S.KERNEL) + (j << 2), to = slot(S.GRADIENT_PANELS);
  const other: usize = Problem.rowsPadded << 4;
  for (let i: i32 = 0; i < Problem.rowsPadded; i++) {
    let a = v128.load(from), b = v128.load(from, 16);
    if (cosine) {
      const inverse = f32x4.splat(<f32>load<f64>(slot(S.X_NORM) + (i << 3)));
      a = f32x4.mul(a, inverse);
      b = f32x4.mul(b, inverse);
    }
    v128.store(to, a);
    v128.store(to + other, b);
    from += Problem.columnsPadded << 2;
    to += 16;
  }
}

// z_j = sum_i P_ij x_i of the eight columns into GRADIENT_ROWS [8, dPadded].
function transported(): void {
  const row: usize = Problem.dPadded << 2, other: usize = Problem.rowsPadded << 4;
  const x = slot(S.X_ROWS), panels = slot(S.GRADIENT_PANELS), out = slot(S.GRADIENT_ROWS);
  for (let i: i32 = 0; i < Problem.rowsPadded; i += BLOCK) {
    const count = min(BLOCK, Problem.rowsPadded - i), a = panels + (i << 4);
    for (let k: usize = 0; k < row; k += 32) {
      const b = x + i * row + k;
      tile(a, b, row, count, out + k, row, i > 0);
      tile(a + other, b, row, count, out + 4 * row + k, row, i > 0);
    }
  }
}

// z <- iy (y^ <y^, z> - z), y^ = y iy; 0 for a zero vector, whose iy is 0.
function project(z: usize, y: usize, inverse: f64): void {
  let s = f32x4.splat(0);
  for (let k: usize = 0; k < <usize>(Problem.dPadded << 2); k += 16)
    s = madd(v128.load(y + k), v128.load(z + k), s);
  combine(z, y, -inverse, inverse * inverse * inverse * laneSum(s));
}

// z <- s z + t y.
function combine(z: usize, y: usize, s: f64, t: f64): void {
  const a = f32x4.splat(<f32>s), b = f32x4.splat(<f32>t);
  for (let k: usize = 0; k < <usize>(Problem.dPadded << 2); k += 16)
    v128.store(z + k, madd(v128.load(y + k), b, f32x4.mul(v128.load(z + k), a)));
}
