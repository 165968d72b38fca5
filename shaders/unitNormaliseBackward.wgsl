// unitNormaliseBackward: gradient of unitNormalise with respect to its input.
//
//   dx[i] = (du[i] - unit[i] (unit[i] . du[i])) / norm[i];   0 where norm[i] is 0
//
// in     unit  f32 [n, d]   result of unitNormalise
// in     norm  f32 [n]      result of unitNormalise
// in     du    f32 [n, d]   gradient of unit; |du| / norm must fit f32
// out    dx    f32 [n, d]   every entry written
// grid   one workgroup per row, folded into y; W invocations stride over the entries
// error  |gpu - float64| <= 1.2e-7 for norm >= 1, |du| <= 1 and d <= 384; asserted by unitNormaliseBackward.test.ts
// source Goodfellow, Bengio & Courville 2016, Deep Learning, section 6.5

struct Params {
  n: u32,
  d: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> unit: array<f32>;
@group(0) @binding(2) var<storage, read> norm: array<f32>;
@group(0) @binding(3) var<storage, read> du: array<f32>;
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

var<workgroup> part: array<f32, W>;

@compute @workgroup_size(W)
fn unitNormaliseBackward(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = group.x + group.y * groups.x;
  if (i >= params.n) {
    return;
  }
  let row = i * params.d;
  var sum = 0.0;
  for (var j = lane; j < params.d; j += W) {
    sum += unit[row + j] * du[row + j];
  }
  part[lane] = sum;
  workgroupBarrier();
  for (var half = W / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      part[lane] += part[lane + half];
    }
    workgroupBarrier();
  }
  let along = part[0];
  let live = norm[i] > 0.0;
  let divisor = select(1.0, norm[i], live);
  for (var j = lane; j < params.d; j += W) {
    let across = du[row + j] - unit[row + j] * along;
    dx[row + j] = select(0.0, across / divisor, live);
  }
}
