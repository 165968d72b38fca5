// layerNormBackward: gradient of layerNorm with respect to its input.
//
//   dx = rstd (g - mean(g) - u mean(g u)),   g[j] = dy[j] gamma[j],   u[j] = (x[j] - mean) rstd,   per row
//
// in     dy     f32 [n, d]   gradient of the output
// in     x      f32 [n, d]   input of layerNorm
// in     gamma  f32 [d]
// in     mean   f32 [n]      result of layerNorm
// in     rstd   f32 [n]      result of layerNorm
// out    dx     f32 [n, d]   every entry written
// grid   one workgroup per row, folded into y; W invocations stride over the entries
// error  |gpu - float64| <= 5e-7 for rstd <= 2, |dy|, |gamma| <= 1, d <= 1024; asserted by layerNormBackward.test.ts
// source Ba et al. 2016, Layer Normalization, section 5 (the derivative is elementary)

struct Params {
  n: u32,
  d: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> gamma: array<f32>;
@group(0) @binding(4) var<storage, read> mean: array<f32>;
@group(0) @binding(5) var<storage, read> rstd: array<f32>;
@group(0) @binding(6) var<storage, read_write> dx: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

// @include rowSum

@compute @workgroup_size(W)
fn layerNormBackward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = group.x + group.y * groups.x;
  if (i >= params.n) {
    return;
  }
  let row = i * params.d;
  var sums = vec2f(0.0);
  for (var j = lane; j < params.d; j += W) {
    let g = dy[row + j] * gamma[j];
    sums += vec2f(g, g * (x[row + j] - mean[i]) * rstd[i]);
  }
  let means = rowSum(sums, lane) / f32(params.d);
  for (var j = lane; j < params.d; j += W) {
    let u = (x[row + j] - mean[i]) * rstd[i];
    dx[row + j] = rstd[i] * (dy[row + j] * gamma[j] - means.x - u * means.y);
  }
}
