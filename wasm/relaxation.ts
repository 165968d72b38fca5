import { exp2x4, log2x4, LN2 } from './numeric';

// The gain is omega (1 - omega / 2) t^2 + O(t^3): positive for the omega in use (up to 1.9) and steps below
// this, where rounding would hide its sign.
const SMALL: f32 = 0.05;

/** The factor of over-relaxation and what it is estimated from; see docs/optimal-transport.md. */
export class Relaxation {
  static on: bool = false;
  static omega: f64 = 1;
  static error: f64 = 0;
  static rate: f64 = 0;
  static checks: i32 = 0;
}

export function resetRelaxation(on: bool): void {
  Relaxation.on = on;
  Relaxation.omega = 1;
  Relaxation.checks = 0;
  Relaxation.rate = 0;
}

/** Takes the residual of a check (iterations 4, 8, ...) and sets omega for the iterations that follow. */
export function observe(error: f64): void {
  if (!Relaxation.on) return;
  const before = Relaxation.error, rateBefore = Relaxation.rate;
  Relaxation.error = error;
  Relaxation.checks++;
  if (Relaxation.checks == 1) return;
  if (Relaxation.omega > 1) {
    if (error <= before) return;
    Relaxation.omega = 1;
    Relaxation.checks = 1;
    return;
  }
  const rate = before > 0 ? Math.pow(error / before, 0.25) : 0;
  Relaxation.rate = rate;
  if (Relaxation.checks >= 3 && rate < 1 && Math.abs(rate - rateBefore) <= 0.05)
    Relaxation.omega = min(1.9, 2 / (1 + Math.sqrt(1 - rate)));
}

/**
 * Scalings between `old` and the plain `next`, by omega in logarithms: t = ln(next / old); omega t is taken
 * where omega t - (exp(omega t) - 1) exp(-t) >= 0, that is where it raises the dual objective no less than not
 * moving; `next` elsewhere (Lehmann et al. 2021).
 */
export function relaxed(old: v128, next: v128): v128 {
  const q = f32x4.div(next, old);
  const step = f32x4.mul(log2x4(q), f32x4.splat(<f32>Relaxation.omega));
  const factor = exp2x4(step);
  const gain = f32x4.sub(
    f32x4.mul(step, f32x4.splat(<f32>LN2)),
    f32x4.div(f32x4.sub(factor, f32x4.splat(1)), q),
  );
  const small = f32x4.lt(f32x4.abs(step), f32x4.splat(SMALL));
  const taken = v128.or(small, f32x4.ge(gain, f32x4.splat(0)));
  return v128.bitselect(f32x4.mul(old, factor), next, taken);
}

/** The same for one potential in the unit of cost. */
export function relaxedPotential(old: f64, next: f64, eps: f64): f64 {
  const t = (next - old) / eps;
  const step = Relaxation.omega * t;
  const gain = step - (Math.exp(min(step, 700.0)) - 1) * Math.exp(min(-t, 700.0));
  return gain >= 0 || Math.abs(step) < SMALL ? old + eps * step : next;
}
