import { putPotential } from './kernel';
import { exp2x4, fill, laneMax, laneSum, LN2, madd, PADDING } from './numeric';
import { epsAt, Problem, setting, slot, tau } from './problem';
import { observe, Relaxation, relaxedPotential } from './relaxation';
import * as S from './slots';

/** Iterations `first` .. `last` in logarithms, on the potentials in ALPHA and BETA; says whether to stop. */
export function iterateLog(first: i32, last: i32): bool {
  const tolerance = setting(S.TOLERANCE), proximal = setting(S.SCHEDULE) == 2;
  if (proximal) remember();
  for (let k = first; k <= last; k++) {
    const eps = epsAt(k);
    if (eps != Problem.eps) changeEps(eps, proximal);
    Problem.eps = eps;
    Problem.iterations = k;
    const error = logIteration();
    if ((k & 3) != 0 || proximal || eps != setting(S.EPS)) continue;
    if (tolerance > 0 && error <= tolerance) return true;
    observe(error);
  }
  return false;
}

// A geometric schedule keeps potentials in the unit of cost; a proximal one starts from where the last two
// iterations point to, in units of eps.
function changeEps(eps: f64, proximal: bool): void {
  if (proximal) extrapolate(eps);
  else {
    const before = Problem.eps;
    changeSide(slot(S.ALPHA), slot(S.U), Problem.rows, before, eps);
    changeSide(slot(S.BETA), slot(S.V), Problem.columns, before, eps);
  }
}

// g and h of the iteration before the last, in units of their eps; f follows from g.
let hBefore: f64 = 0;

function remember(): void {
  hBefore = Problem.h / Problem.eps;
  for (let j: i32 = 0; j < Problem.columns; j++)
    store<f64>(slot(S.G_BEFORE) + (j << 3), whole(slot(S.BETA) + (j << 2), slot(S.V) + (j << 2)) / Problem.eps);
}

function extrapolate(eps: f64): void {
  const before = Problem.eps, h = Problem.h / before;
  Problem.h = (2 * h - hBefore) * eps;
  hBefore = h;
  for (let j: i32 = 0; j < Problem.columns; j++) {
    const at = slot(S.G_BEFORE) + (j << 3), beta = slot(S.BETA) + (j << 2), v = slot(S.V) + (j << 2);
    Problem.eps = before;
    const g = whole(beta, v) / before;
    Problem.eps = eps;
    putPotential(beta, v, (2 * g - load<f64>(at)) * eps);
    store<f64>(at, g);
  }
}

function changeSide(potential: usize, scaling: usize, count: i32, before: f64, eps: f64): void {
  for (let i: i32 = 0; i < count; i++) {
    const at = i << 2;
    Problem.eps = before;
    const exact = whole(potential + at, scaling + at);
    Problem.eps = eps;
    putPotential(potential + at, scaling + at, exact);
  }
}

// A potential in full: the float32 and what its scaling adds.
function whole(potential: usize, scaling: usize): f64 {
  return <f64>load<f32>(potential) + Problem.eps * Math.log(load<f32>(scaling));
}

/** One iteration in logarithms; gives the residual of the row update. */
export function logIteration(): f64 {
  const capped = setting(S.MARGINALS) == 2;
  const bits = f32x4.splat(<f32>(1 / (Problem.eps * LN2)));
  fill(slot(S.SUMS), Problem.columnsPadded, 2 * PADDING);
  let error: f64 = 0;
  for (let i: i32 = 0; i < Problem.rows; i++) error += updateRow(i, bits, capped);
  columnSums(bits);
  updateColumns(capped);
  return error;
}

function updateRow(i: i32, bits: v128, capped: bool): f64 {
  const eps = Problem.eps;
  const cost = slot(S.COST) + ((i * Problem.columnsPadded) << 2);
  const s = softMaximum(cost, bits);
  const alpha = slot(S.ALPHA) + (i << 2), u = slot(S.U) + (i << 2);
  const check = (Problem.iterations & 3) == 0, over = Relaxation.on && Relaxation.omega > 1;
  const old = check || over ? whole(alpha, u) : 0;
  let step = -tau(0, eps) * (s + Problem.h);
  if (capped) step = min(0.0, step);
  const plain = eps * Math.log(load<f32>(slot(S.ROW_WEIGHT) + (i << 2))) + step;
  putPotential(alpha, u, over ? relaxedPotential(old, plain, eps) : plain);
  raiseMaxima(cost, load<f32>(alpha));
  if (!check) return 0; // nobody asks for the residual
  const stands = Math.exp(min(700.0, (s + old + Problem.h) / eps));
  return Math.abs(stands - Math.exp(min(700.0, (s + plain + Problem.h) / eps)));
}

// eps log sum_j exp((g_j - C_ij) / eps).
function softMaximum(cost: usize, bits: v128): f64 {
  const beta = slot(S.BETA), v = slot(S.V);
  let top = f32x4.splat(2 * PADDING);
  for (let j: usize = 0; j < <usize>(Problem.columnsPadded << 2); j += 16)
    top = f32x4.pmax(top, f32x4.sub(v128.load(beta + j), v128.load(cost + j)));
  const most = laneMax(top), shift = f32x4.splat(most);
  let a = f32x4.splat(0), b = a;
  for (let j: usize = 0; j < <usize>(Problem.columnsPadded << 2); j += 32) {
    const s = f32x4.sub(f32x4.sub(v128.load(beta + j), v128.load(cost + j)), shift);
    const t = f32x4.sub(f32x4.sub(v128.load(beta + j, 16), v128.load(cost + j, 16)), shift);
    a = madd(exp2x4(f32x4.mul(s, bits)), v128.load(v + j), a);
    b = madd(exp2x4(f32x4.mul(t, bits)), v128.load(v + j, 16), b);
  }
  return <f64>most + Problem.eps * Math.log(laneSum(f32x4.add(a, b)));
}

function raiseMaxima(cost: usize, f: f32): void {
  const maxima = slot(S.SUMS), shift = f32x4.splat(f);
  for (let j: usize = 0; j < <usize>(Problem.columnsPadded << 2); j += 16)
    v128.store(
      maxima + j,
      f32x4.pmax(v128.load(maxima + j), f32x4.sub(shift, v128.load(cost + j))),
    );
}

// sum_i exp((f_i - C_ij - maximum_j) / eps) into V_NEW.
function columnSums(bits: v128): void {
  const maxima = slot(S.SUMS), sums = slot(S.V_NEW);
  const bytes = <usize>(Problem.columnsPadded << 2);
  memory.fill(sums, 0, bytes);
  for (let i: i32 = 0; i < Problem.rows; i++) {
    const cost = slot(S.COST) + i * bytes;
    const f = v128.load_splat<f32>(slot(S.ALPHA) + (i << 2));
    const u = v128.load_splat<f32>(slot(S.U) + (i << 2));
    for (let j: usize = 0; j < bytes; j += 16) {
      const t = f32x4.sub(f32x4.sub(f, v128.load(cost + j)), v128.load(maxima + j));
      v128.store(sums + j, madd(exp2x4(f32x4.mul(t, bits)), u, v128.load(sums + j)));
    }
  }
}

function updateColumns(capped: bool): void {
  const eps = Problem.eps, t = tau(1, eps);
  let top: f64 = -1e300, moved: f64 = 0;
  for (let j: i32 = 0; j < Problem.columns; j++) {
    const at = j << 2, beta = slot(S.BETA) + at;
    const s = <f64>load<f32>(slot(S.SUMS) + at) + eps * Math.log(load<f32>(slot(S.V_NEW) + at));
    let step = -t * (s + Problem.h);
    if (capped) step = min(0.0, step);
    const plain = eps * Math.log(load<f32>(slot(S.COLUMN_WEIGHT) + at)) + step;
    const v = slot(S.V) + at, over = Relaxation.on && Relaxation.omega > 1;
    const next = over ? relaxedPotential(whole(beta, v), plain, eps) : plain;
    putPotential(beta, v, next);
    const entry = next + s; // the column's share of the mass, as a soft maximum over j
    if (entry > top) {
      moved = moved * Math.exp((top - entry) / eps) + 1;
      top = entry;
    } else moved += Math.exp((entry - top) / eps);
  }
  if (capped) Problem.h = eps * Math.log(setting(S.MASS)) - top - eps * Math.log(moved);
}
