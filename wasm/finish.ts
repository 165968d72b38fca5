import { fill, laneSum, madd } from './numeric';
import { Problem, setting, slot, tau } from './problem';
import * as S from './slots';

// Sums over the problem, all in float64.
let loss: f64 = 0;
let value: f64 = 0;
let gap: f64 = 0;

/** Turns KERNEL into the plan, and leaves status and potentials behind. */
export function finish(): void {
  loss = 0;
  fillPlan();
  const mass = total(slot(S.ROW_SUMS), Problem.rows);
  value = mass * Problem.h;
  gap = setting(S.MARGINALS) == 2 ? Problem.h * (mass - setting(S.MASS)) : 0;
  const n = <i32>slot(S.ROWS), m = <i32>slot(S.COLUMNS), potentials = slot(S.POTENTIALS);
  fill(potentials, n + m, nothing(Problem.eps));
  const rowError = finishSide(0, S.ALPHA, S.U, S.ROW_WEIGHT, S.ROW_SUMS, Problem.rows, S.ROW_INDEX, potentials);
  const columnError = finishSide(
    1, S.BETA, S.V, S.COLUMN_WEIGHT, S.COLUMN_SUMS, Problem.columns, S.COLUMN_INDEX, potentials + (n << 2),
  );
  value += Problem.eps * (1 - mass);
  const status = slot(S.STATUS);
  store<f32>(status, bounded(loss));
  store<f32>(status + 4, bounded(value));
  store<f32>(status + 8, bounded(rowError));
  store<f32>(status + 12, bounded(columnError));
  store<f32>(status + 16, bounded(gap));
  store<f32>(status + 20, <f32>Problem.iterations);
  store<f32>(status + 24, <f32>Problem.domain);
  store<f32>(status + 28, bounded(mass));
}

function bounded(value: f64): f32 {
  return <f32>max(-3e38, min(3e38, value));
}

// The potential of a token of weight zero: eps LOG_ZERO, finite in float32.
function nothing(eps: f64): f32 {
  return <f32>max(-3e38, -1e30 * eps);
}

function total(sums: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let i: i32 = 0; i < count; i++) sum += load<f64>(sums + (i << 3));
  return sum;
}

function fillPlan(): void {
  const stride: usize = Problem.columnsPadded << 2;
  const mass = Math.exp((Problem.h - Problem.inside) / Problem.eps);
  memory.fill(slot(S.COLUMN_SUMS), 0, 2 * stride);
  for (let i: i32 = 0; i < Problem.rowsPadded; i += 4) {
    const at = slot(S.KERNEL) + i * stride;
    for (let r: i32 = 0; r < 4; r++) planRow(i + r, mass);
    const sums = slot(S.COLUMN_SUMS);
    for (let j: usize = 0; j < stride; j += 16) {
      const ab = f32x4.add(v128.load(at + j), v128.load(at + stride + j));
      const cd = f32x4.add(v128.load(at + 2 * stride + j), v128.load(at + 3 * stride + j));
      const p = f32x4.add(ab, cd);
      const low = f64x2.promote_low_f32x4(p);
      const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(p, p, 2, 3, 2, 3));
      v128.store(sums + 2 * j, f64x2.add(v128.load(sums + 2 * j), low));
      v128.store(sums + 2 * j, f64x2.add(v128.load(sums + 2 * j, 16), high), 16);
    }
  }
}

// Row sums and loss in four lanes of float32 over at most 32 vectors, then in float64: one float32 sum over
// n * m terms would lose the small ones.
function planRow(i: i32, mass: f64): void {
  const bytes: usize = Problem.columnsPadded << 2;
  const kernel = slot(S.KERNEL) + i * bytes, cost = slot(S.COST) + i * bytes, v = slot(S.V);
  const u = f32x4.splat(<f32>(<f64>load<f32>(slot(S.U) + (i << 2)) * mass));
  let sum: f64 = 0, moved: f64 = 0;
  for (let block: usize = 0; block < bytes; block += 512) {
    const end = min(block + 512, bytes);
    let s = f32x4.splat(0), c = s;
    for (let j = block; j < end; j += 16) {
      const p = f32x4.mul(f32x4.mul(v128.load(kernel + j), u), v128.load(v + j));
      v128.store(kernel + j, p);
      s = f32x4.add(s, p);
      c = madd(p, v128.load(cost + j), c);
    }
    sum += laneSum(s);
    moved += laneSum(c);
  }
  store<f64>(slot(S.ROW_SUMS) + (i << 3), sum);
  loss += moved;
}

/** Residual of one side; adds its share to value and gap and writes its potentials (h is inside f). */
function finishSide(
  side: i32, potential: i32, scaling: i32, weight: i32, sums: i32, count: i32, index: i32, out: usize,
): f64 {
  const kind = setting(S.MARGINALS), eps = Problem.eps, t = tau(side, eps), rho = setting(S.RHO_X + side);
  const inside = side == 0 ? Problem.inside : 0, h = side == 0 ? Problem.h : 0;
  let error: f64 = 0;
  for (let i: i32 = 0; i < count; i++) {
    const w = <f64>load<f32>(slot(weight) + (i << 2)), r = load<f64>(slot(sums) + (i << 3));
    const offset = <f64>load<f32>(slot(potential) + (i << 2)) - inside;
    const scale = Math.log(load<f32>(slot(scaling) + (i << 2))), logWeight = Math.log(w);
    const over = offset + eps * (scale - logWeight); // F_i or G_j
    value += r * over;
    store<f32>(out + (load<i32>(slot(index) + (i << 2)) << 2), <f32>(offset + eps * scale + h));
    if (kind != 1) gap += over * (r - w);
    else gap += rho * (divergence(r, w) + w * (Math.exp(min(700.0, -over / rho)) - 1)) + over * r;
    if (kind == 0) {
      error += Math.abs(r - w);
      continue;
    }
    // S + h, for the sum of a row is exp(S + h) times exp(f).
    const own = over / eps;
    const s = Math.log(max(r, 1e-300)) - own - logWeight;
    let next = -t * s;
    if (kind == 2) next = min(0.0, next);
    error += Math.abs(r - r * Math.exp(min(700.0, next - own)));
  }
  return error;
}

function divergence(r: f64, w: f64): f64 {
  return (r > 0 ? r * Math.log(r / w) : 0) - r + w;
}

/** The plan in the shape of the problem as given, zeros where a weight is zero. */
export function unpackPlan(): void {
  const n = <i32>slot(S.ROWS), m = <i32>slot(S.COLUMNS), plan = slot(S.PLAN);
  memory.fill(plan, 0, <usize>n * <usize>m * 4);
  for (let i: i32 = 0; i < Problem.rows; i++) {
    const to = plan + ((load<i32>(slot(S.ROW_INDEX) + (i << 2)) * m) << 2);
    const from = slot(S.KERNEL) + ((i * Problem.columnsPadded) << 2);
    if (Problem.columns == m) memory.copy(to, from, m << 2);
    else
      for (let j: i32 = 0; j < Problem.columns; j++)
        store<f32>(
          to + (load<i32>(slot(S.COLUMN_INDEX) + (j << 2)) << 2),
          load<f32>(from + (j << 2)),
        );
  }
}

/** Status and potentials of a problem that has no row or no column of positive weight: nothing moves. */
export function finishEmpty(): void {
  memory.fill(slot(S.STATUS), 0, 32);
  const count = <i32>(slot(S.ROWS) + slot(S.COLUMNS));
  fill(slot(S.POTENTIALS), count, nothing(setting(S.EPS)));
}
