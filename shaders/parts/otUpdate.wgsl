// otUpdate: one update of scalings, the residual it finds, and safeguarded over-relaxation. `Lanes` is vec4f
// (four of them) or f32.

struct Update {
  scaling: Lanes, // new
  step: Lanes, // log2(new / old), where it is not balanced and plain
  residual: Lanes, // |sum of the plan as it stands - what a plain update makes of it|
}

// `sums` are those of the kernel with the other side's scalings, `old` this side's scalings, `base` the
// potentials (base 2) inside the kernel; `h` is the log2 factor of partial transport, `rest` is 1 - tau.
fn updated(
  weight: Lanes, sums: Lanes, old: Lanes, base: Lanes, rest: f32, h: f32, omega: f32,
) -> Update {
  let s = max(sums, Lanes(TINY));
  if (!GENERAL) {
    return Update(weight / s, Lanes(), abs(old * sums - weight));
  }
  // t = log2(plain new scaling / old); small where the problem has converged, hence precise.
  let before = max(old, Lanes(TINY));
  var t = log2(max(weight / min(s * before, Lanes(1e30)), Lanes(TINY)));
  if (params.marginals == UNBALANCED) {
    t += rest * (log2(s) - base);
  } else if (params.marginals == PARTIAL) {
    t = min(t - h, log2(max(weight / before, Lanes(TINY))) - base);
  }
  let now = old * sums * exp2(h);
  let residual = abs(now - now * exp2(clamp(t, Lanes(-120.0), Lanes(60.0))));
  let step = relaxedStep(t, omega);
  let next = before * exp2(clamp(step, Lanes(-120.0), Lanes(120.0)));
  let there = weight > Lanes();
  return Update(select(Lanes(), next, there), step, select(Lanes(), residual, there));
}

// 1 - tau where eps is that of the end over z.
fn restAt(rest: f32, z: f32) -> f32 {
  return rest / max(rest + z * (1.0 - rest), TINY);
}

// omega t where that raises the dual objective along its coordinate, else t (Lehmann et al. 2021).
fn relaxedStep(t: Lanes, omega: f32) -> Lanes {
  if (omega == 1.0) {
    return t;
  }
  let far = min(abs(t), Lanes(60.0)) * sign(t);
  let raised = omega * LN2 * far - (exp2(omega * far) - 1.0) * exp2(-far);
  return select(t, omega * t, (raised >= Lanes()) & (abs(t) < Lanes(30.0)));
}

// The rate of convergence seen at the checks and the relaxation that it calls for.
struct Pace {
  omega: f32,
  error: f32, // row residual at the last check, 0 before the first
  rate: f32, // per iteration, 0 while unknown
}

fn paced(pace: Pace, error: f32) -> Pace {
  if (params.relaxed == 0u) {
    return pace;
  }
  if (pace.omega > 1.0) {
    return Pace(select(pace.omega, 1.0, error > pace.error), error, 0.0);
  }
  if (pace.error <= 0.0 || error <= 0.0) {
    return Pace(1.0, error, 0.0);
  }
  let rate = sqrt(sqrt(error / pace.error));
  if (pace.rate > 0.0 && rate < 1.0 && abs(rate - pace.rate) <= 0.05) {
    return Pace(min(1.9, 2.0 / (1.0 + sqrt(1.0 - rate))), error, rate);
  }
  return Pace(1.0, error, rate);
}
