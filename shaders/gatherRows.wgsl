// gatherRows: rows of a matrix picked by index.
//
//   y[r] = x[rows[r]];   0 where rows[r] >= n
//
// in     x     f32 [n, d]   row-major
// in     rows  u32 [k]      may repeat
// out    y     f32 [k, d]   every entry written
// grid   one invocation per entry, W per workgroup, folded into y
// error  exact; asserted by gatherRows.test.ts
// source none: a copy

struct Params {
  n: u32,
  d: u32,
  count: u32, // k d
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> rows: array<u32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

override W: u32 = 256; // entries per workgroup

@compute @workgroup_size(W)
fn gatherRows(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i >= params.count) {
    return;
  }
  let row = rows[i / params.d];
  if (row < params.n) {
    y[i] = x[row * params.d + i % params.d];
  } else {
    y[i] = 0.0;
  }
}
