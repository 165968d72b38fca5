// addInto: a multiple of one tensor added to another in place.
//
//   into[i] += scale * x[i]
//
// in     x      f32 [count]   any shape, flattened
// inout  into   f32 [count]
// grid   one invocation per entry, W per workgroup, folded into y
// error  |gpu - float64| <= 1.2e-7 * (|into| + |scale * x|) * 2; asserted by addInto.test.ts
// source elementary

struct Params {
  count: u32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> into: array<f32>;

override W: u32 = 256; // entries per workgroup

@compute @workgroup_size(W)
fn addInto(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i < params.count) {
    into[i] += params.scale * x[i];
  }
}
