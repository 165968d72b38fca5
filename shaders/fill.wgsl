// fill: one value everywhere.
//
//   y[i] = value
//
// out    y       f32 [count]   every entry written
// in     value   f32           a parameter
// grid   one invocation per entry, W per workgroup, folded into y
// error  exact; asserted by fill.test.ts
// source none

struct Params {
  count: u32,
  value: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

override W: u32 = 256; // entries per workgroup

@compute @workgroup_size(W)
fn fill(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i < params.count) {
    y[i] = params.value;
  }
}
