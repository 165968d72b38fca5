import { madd } from './numeric';

const CEILING: f32 = 1e16; // keeps squares finite, as in shaders/adam.wgsl
const LOST: f32 = 1e30; // a weight whose gradient was not finite, as there

/**
 * One step of Adam on `count` (a multiple of 4) weights in place; formula and names are those of
 * src/nn/host/elementwise.ts. `start` is `w` where there is no pull.
 */
export function adam(
  w: usize, m: usize, v: usize, gradient: usize, start: usize, count: i32,
  beta1: f64, beta2: f64, factor: f32, pull: f32, kept: f32, rate: f32, spread: f32, epsilon: f32,
): void {
  const b1 = f32x4.splat(<f32>beta1), b2 = f32x4.splat(<f32>beta2);
  const c1 = f32x4.splat(<f32>(1 - beta1)), c2 = f32x4.splat(<f32>(1 - beta2));
  const factors = f32x4.splat(factor), pulls = f32x4.splat(pull), keeps = f32x4.splat(kept);
  const rates = f32x4.splat(rate), spreads = f32x4.splat(spread), least = f32x4.splat(epsilon);
  const infinity = f32x4.splat(Infinity), lost = f32x4.splat(LOST);
  const high = f32x4.splat(CEILING), low = f32x4.splat(-CEILING);
  for (let i: usize = 0; i < <usize>(count << 2); i += 16) {
    const before = v128.load(w + i);
    const raw = v128.load(gradient + i);
    const finite = f32x4.lt(f32x4.abs(raw), infinity); // no NaN is less than anything
    let g = f32x4.mul(factors, raw);
    g = madd(pulls, f32x4.sub(before, v128.load(start + i)), g);
    g = f32x4.pmax(f32x4.pmin(g, high), low);
    const mean = madd(b1, v128.load(m + i), f32x4.mul(c1, g));
    const square = madd(b2, v128.load(v + i), f32x4.mul(c2, f32x4.mul(g, g)));
    v128.store(m + i, v128.and(mean, finite));
    v128.store(v + i, v128.and(square, finite));
    const size = madd(f32x4.sqrt(square), spreads, least);
    const after = f32x4.sub(f32x4.mul(keeps, before), f32x4.div(f32x4.mul(rates, mean), size));
    v128.store(w + i, v128.bitselect(after, lost, finite));
  }
}
