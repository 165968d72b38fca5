// unitNormalise: each row divided by its Euclidean norm.
//
//   unit[i] = x[i] / norm[i],   norm[i] = |x[i]|;   both 0 where no entry reaches 1e-37
//
// in     x     f32 [n, d]   row-major; norms below 3e38
// out    unit  f32 [n, d]   every entry written
// out    norm  f32 [n]      every entry written
// grid   one workgroup per row, folded into y; W invocations stride over the entries
// error  |gpu - float64| <= 2e-7 for unit, <= 3e-7 |norm| for norm; asserted by unitNormalise.test.ts
// source Blue 1978, A Portable Fortran Program to Find the Euclidean Norm of a Vector (scaling)

struct Params {
  n: u32,
  d: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> unit: array<f32>;
@group(0) @binding(3) var<storage, read_write> norm: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

const TINY: f32 = 1.0e-37; // smaller numbers may be flushed to zero by the adapter

var<workgroup> part: array<f32, W>;

@compute @workgroup_size(W)
fn unitNormalise(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = group.x + group.y * groups.x;
  if (i >= params.n) {
    return;
  }
  let row = i * params.d;

  // First sweep: the largest entry, so that no square below over- or underflows.
  var top = 0.0;
  for (var j = lane; j < params.d; j += W) {
    top = max(top, abs(x[row + j]));
  }
  part[lane] = top;
  workgroupBarrier();
  for (var half = W / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      part[lane] = max(part[lane], part[lane + half]);
    }
    workgroupBarrier();
  }
  top = workgroupUniformLoad(&part[0]);
  let live = top >= TINY;
  let scale = select(1.0, top, live);

  // Second sweep: the squares, now at most 1 each.
  var sum = 0.0;
  for (var j = lane; j < params.d; j += W) {
    let value = x[row + j] / scale;
    sum += value * value;
  }
  part[lane] = sum;
  workgroupBarrier();
  for (var half = W / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      part[lane] += part[lane + half];
    }
    workgroupBarrier();
  }
  let size = sqrt(part[0]); // in units of `scale`
  for (var j = lane; j < params.d; j += W) {
    unit[row + j] = select(0.0, x[row + j] / scale / max(size, 1.0), live);
  }
  if (lane == 0u) {
    norm[i] = select(0.0, scale * size, live);
  }
}
