import { exp2x4, laneMax, laneMin, LN2, PADDING } from './numeric';
import { Problem, setting, slot } from './problem';
import * as S from './slots';

/** KERNEL = 2^((alpha_i - C_ij + beta_j) bits), bits = 1 / (eps ln 2); 0 in the padding. */
export function fillKernel(): void {
  const bits = f32x4.splat(<f32>(1 / (Problem.eps * LN2)));
  let cost = slot(S.COST), kernel = slot(S.KERNEL);
  const alpha = slot(S.ALPHA), beta = slot(S.BETA);
  for (let i: i32 = 0; i < Problem.rowsPadded; i++) {
    const a = v128.load_splat<f32>(alpha + (i << 2));
    for (let j: i32 = 0; j < Problem.columnsPadded; j += 4) {
      const t = f32x4.add(f32x4.sub(a, v128.load(cost)), v128.load(beta + (j << 2)));
      v128.store(kernel, exp2x4(f32x4.mul(t, bits)));
      cost += 16;
      kernel += 16;
    }
  }
}

/**
 * Chooses alpha so that the largest entry of each row of the kernel is 1, and says how many bits the scalings
 * and sums may take: row range + weights + size, the bound of docs/optimal-transport.md. Where tau is not 1
 * the potentials do not follow the shift, which costs its size in addition.
 */
export function shiftRows(): f64 {
  const alpha = slot(S.ALPHA), beta = slot(S.BETA);
  let range: f32 = 0, shift: f32 = 0;
  for (let i: i32 = 0; i < Problem.rows; i++) {
    let at = slot(S.COST) + ((i * Problem.columnsPadded) << 2);
    let low = f32x4.splat(-PADDING), high = f32x4.splat(PADDING);
    let j: i32 = 0;
    for (; j + 4 <= Problem.columns; j += 4) {
      const t = f32x4.sub(v128.load(at), v128.load(beta + (j << 2)));
      low = f32x4.pmin(low, t);
      high = f32x4.pmax(high, t);
      at += 16;
    }
    let least = laneMin(low), most = laneMax(high);
    for (; j < Problem.columns; j++) {
      const t = load<f32>(at) - load<f32>(beta + (j << 2));
      least = min(least, t);
      most = max(most, t);
      at += 4;
    }
    store<f32>(alpha + (i << 2), least);
    range = max(range, most - least);
    shift = max(shift, abs(least));
  }
  const perUnit = 1 / (Problem.eps * LN2);
  let bits = <f64>range * perUnit + Math.log(<f64>Problem.rows * <f64>Problem.columns) / LN2;
  bits += spread(slot(S.ROW_WEIGHT), Problem.rows) + spread(slot(S.COLUMN_WEIGHT), Problem.columns);
  if (setting(S.MARGINALS) != 0) bits += 2 * perUnit * (<f64>shift + <f64>largest(beta));
  return bits;
}

function spread(weight: usize, count: i32): f64 {
  let low: f32 = f32.MAX_VALUE, high: f32 = 0;
  for (let i: i32 = 0; i < count; i++) {
    low = min(low, load<f32>(weight + (i << 2)));
    high = max(high, load<f32>(weight + (i << 2)));
  }
  return high > low ? Math.log(<f64>high / <f64>low) / LN2 : 0;
}

function largest(beta: usize): f32 {
  let most: f32 = 0;
  for (let j: i32 = 0; j < Problem.columns; j++) most = max(most, abs(load<f32>(beta + (j << 2))));
  return most;
}

/**
 * Takes scalings and h into alpha and beta; what float32 rounds off there stays in the scaling. The kernel is
 * then the plan, whose entries float32 can hold whatever f, g and h are.
 */
export function absorb(): void {
  absorbSide(slot(S.ALPHA), slot(S.U), Problem.rows, Problem.h - Problem.inside);
  absorbSide(slot(S.BETA), slot(S.V), Problem.columns, 0);
  Problem.inside = Problem.h;
}

/** Takes h out of alpha again: the potentials as they are counted. */
export function release(): void {
  absorbSide(slot(S.ALPHA), slot(S.U), Problem.rows, -Problem.inside);
  Problem.inside = 0;
}

function absorbSide(potential: usize, scaling: usize, count: i32, more: f64): void {
  for (let i: i32 = 0; i < count; i++) {
    const at = i << 2;
    const own = Problem.eps * Math.log(load<f32>(scaling + at));
    putPotential(potential + at, scaling + at, <f64>load<f32>(potential + at) + own + more);
  }
}

/**
 * A potential in the unit of cost: the nearest float32, and the rest as a scaling. Where eps is so small that
 * the rest would not fit (below 1e-9 of the potential) it is cut off.
 */
export function putPotential(potential: usize, scaling: usize, exact: f64): void {
  const kept = <f32>exact, rest = (exact - <f64>kept) / Problem.eps;
  store<f32>(potential, kept);
  const small = abs(rest) < 1e-3; // exp by three terms then: 2e-10
  store<f32>(scaling, <f32>(small ? 1 + rest + 0.5 * rest * rest : Math.exp(max(-16.0, min(16.0, rest)))));
}
