// geluBackward: gradient of the exact (erf) GELU.
//
//   dx = dy (Phi(x) + x phi(x)),   phi(x) = exp(-x^2 / 2) / sqrt(2 pi)
//
// in     x    f32 [count]   input of the GELU
// in     dy   f32 [count]   gradient of its output
// out    dx   f32 [count]   every entry written
// grid   one invocation per entry, W per workgroup, folded into y
// error  |gpu - float64| <= 5e-7 |dy| for |x| <= 8; asserted by geluBackward.test.ts
// source Hendrycks & Gimpel 2016, Gaussian Error Linear Units; Abramowitz & Stegun 1964, 7.1.26

struct Params {
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

override W: u32 = 256; // entries per workgroup

@compute @workgroup_size(W)
fn geluBackward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i >= params.count) {
    return;
  }
  // Beyond 13 both exponentials are 0 in f32; the clamp keeps the square finite.
  let v = clamp(x[i], -13.0, 13.0);
  let bell = exp(-0.5 * v * v);
  let t = 1.0 / (1.0 + 0.3275911 * 0.70710678 * abs(v));
  let poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  let tail = 0.5 * poly * bell;
  dx[i] = dy[i] * (select(tail, 1.0 - tail, v > 0.0) + 0.39894228 * v * bell);
}
