// layerNorm: each row to mean 0 and variance 1, then scaled and shifted per column.
//
//   y[i,j] = (x[i,j] - mean[i]) rstd[i] gamma[j] + beta[j],   rstd = 1 / sqrt(variance + epsilon)
//
// in     x      f32 [n, d]   row-major; squares of deviations must fit f32
// in     gamma  f32 [d]
// in     beta   f32 [d]
// out    y      f32 [n, d]   every entry written
// out    mean   f32 [n]      every entry written
// out    rstd   f32 [n]      every entry written
// grid   one workgroup per row, folded into y; W invocations stride over the entries
// error  |gpu - float64| <= 7e-7 for y, |gamma|, |beta| <= 1, d <= 1024; asserted by layerNorm.test.ts
// source Ba et al. 2016, Layer Normalization; Chan, Golub & LeVeque 1983 (corrected two-pass variance)

struct Params {
  n: u32,
  d: u32,
  epsilon: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> gamma: array<f32>;
@group(0) @binding(3) var<storage, read> beta: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;
@group(0) @binding(5) var<storage, read_write> mean: array<f32>;
@group(0) @binding(6) var<storage, read_write> rstd: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

// @include rowSum

@compute @workgroup_size(W)
fn layerNorm(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = group.x + group.y * groups.x;
  if (i >= params.n) {
    return;
  }
  let row = i * params.d;
  let share = 1.0 / f32(params.d);

  var sum = 0.0;
  for (var j = lane; j < params.d; j += W) {
    sum += x[row + j];
  }
  let rough = rowSum(vec2f(sum, 0.0), lane).x * share;

  // What rounding left out of the mean shows in the sum of the deviations: a row of one value has variance 0.
  var deviation = vec2f(0.0);
  for (var j = lane; j < params.d; j += W) {
    let away = x[row + j] - rough;
    deviation += vec2f(away, away * away);
  }
  let moments = rowSum(deviation, lane) * share;
  let variance = max(moments.y - moments.x * moments.x, 0.0);
  let factor = 1.0 / sqrt(variance + params.epsilon);
  for (var j = lane; j < params.d; j += W) {
    y[row + j] = (x[row + j] - rough - moments.x) * factor * gamma[j] + beta[j];
  }
  if (lane == 0u) {
    mean[i] = rough + moments.x;
    rstd[i] = factor;
  }
}
