// largeOtUpdate: the update of four scalings; for shaders with `params`, `state` and `control` of largeOtRows.

const TINY: f32 = 1e-18; // a smaller sum may have lost terms to underflow
const FAR: f32 = -1e30;
const MOST_BITS: f32 = 24.0;

// By how much h changes after the last column update, as a factor of the plan.
fn growth() -> f32 {
  if (params.marginals != 2) {
    return 1.0;
  }
  var sum = 0.0;
  for (var g = 0u; g < params.shares; g++) {
    sum += state[8 + g];
  }
  return params.mass / max(sum, 1e-37);
}

// Whole bits and remaining factor, in [1, 2), of h after the last column update, in units of the next eps,
// whose potentials in bits are `carry` times as large.
fn raised(carry: f32) -> vec2f {
  let factor = state[5] * growth();
  let bits = log2(factor);
  if (carry == 1.0) {
    return vec2f(state[4] + floor(bits), factor * exp2(-floor(bits)));
  }
  let all = carry * (state[4] + bits);
  return vec2f(floor(all), exp2(all - floor(all)));
}

// New scalings of 4 tokens whose potentials have the whole bits `absorbed` inside the kernel; `rest` is
// 1 - tau of their side, `h` the whole bits and the factor by which partial transport raises the potentials.
fn update(weight: vec4f, sum: vec4f, absorbed: vec4f, rest: f32, h: vec2f) -> vec4f {
  let s = max(sum, vec4f(1e-37));
  var scaling = weight / s;
  let far = vec4f(120.0);
  if (params.marginals == 1) {
    let bits = log2(max(weight, vec4f(1e-37))) - (1.0 - rest) * log2(s) - rest * absorbed;
    scaling = exp2(clamp(bits, -far, far));
  } else if (params.marginals == 2) {
    scaling = min(weight * h.y * exp2(clamp(h.x - absorbed, -far, far)), scaling);
  }
  return select(vec4f(), scaling, weight > vec4f());
}

// Whole bits of scalings; 0 for tokens without mass.
fn wholeBits(scaling: vec4f) -> vec4f {
  return select(vec4f(), round(log2(max(scaling, vec4f(1e-37)))), scaling > vec4f());
}

// scaling * 2^-bits, exactly, for whole bits within 120.
fn lowered(scaling: vec4f, bits: vec4f) -> vec4f {
  return scaling * bitcast<vec4f>((vec4i(127) - vec4i(bits)) << vec4u(23));
}
