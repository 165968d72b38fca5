// addScaled: a weighted sum of two tensors of one shape.
//
//   out[i] = x[i] + scale * y[i]
//
// in     x      f32 [count]   any shape, flattened
// in     y      f32 [count]
// out    out    f32 [count]   every entry written
// grid   one workgroup per W entries, folded into y
// error  |gpu - float64| <= 1.2e-7 * (|x| + |scale * y|) * 2; asserted by addScaled.test.ts
// source elementary

struct Params {
  count: u32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

override W: u32 = 64; // invocations per workgroup

@compute @workgroup_size(W)
fn addScaled(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i < params.count) {
    out[i] = x[i] + params.scale * y[i];
  }
}
