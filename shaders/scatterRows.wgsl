// scatterRows: rows of a matrix written to places given by index, the inverse of gatherRows.
//
//   y[rows[r]] = x[r];   left out where rows[r] >= n
//
// in     x     f32 [k, d]   row-major
// in     rows  u32 [k]      no index below n twice
// out    y     f32 [n, d]   other rows keep what they have
// grid   one invocation per entry of x, W per workgroup, folded into y
// error  exact; asserted by scatterRows.test.ts
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
fn scatterRows(
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
    y[row * params.d + i % params.d] = x[i];
  }
}
