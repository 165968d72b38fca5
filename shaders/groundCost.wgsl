// cosineCost: cost of moving each token of x to each token of y, for every problem of a ragged batch.
//
//   cost[i,j] = 1 - sum_k x[i,k] y[j,k]
//
// in     x           f32 [N, d]  rows of unit length, or zero (which cost 1 to every token)
// in     y           f32 [M, d]  likewise
// in     problems    u32 [B, 4]  xOffset, yOffset, n, m
// in     planOffsets u32 [B]     start of each problem's entries in cost
// in     rowTiles    u32 [T, 2]  problem, first of at most 4 rows
// out    cost        f32 [E]     per problem n x m, row-major, every entry written
// grid   one workgroup per row tile, folded into y; W invocations stride over tiles of 4 columns
// error  |gpu - float64| <= 3e-7 for d <= 384; asserted by cosineCost.test.ts
// source Huang et al. 2023, Cross-lingual IR on Low-Resource Languages via Optimal Transport Distillation

struct Params {
  tiles: u32,
  d: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read> problems: array<vec4u>;
@group(0) @binding(4) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(5) var<storage, read> rowTiles: array<u32>;
@group(0) @binding(6) var<storage, read_write> cost: array<f32>;

override W: u32 = 16; // invocations per workgroup

fn store(at: u32, dots: vec4f, columns: u32) {
  cost[at] = 1.0 - dots.x;
  if (columns > 1u) {
    cost[at + 1u] = 1.0 - dots.y;
  }
  if (columns > 2u) {
    cost[at + 2u] = 1.0 - dots.z;
  }
  if (columns > 3u) {
    cost[at + 3u] = 1.0 - dots.w;
  }
}

@compute @workgroup_size(W)
fn cosineCost(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let tile = group.x + group.y * groups.x;
  if (tile >= params.tiles) {
    return;
  }
  let b = rowTiles[2u * tile];
  let row = rowTiles[2u * tile + 1u];
  let problem = problems[b];
  let d = params.d;
  let n = problem.z;
  let m = problem.w;

  // Rows and columns past the end repeat the last one; their products are not stored.
  let x0 = (problem.x + row) * d;
  let x1 = (problem.x + min(row + 1u, n - 1u)) * d;
  let x2 = (problem.x + min(row + 2u, n - 1u)) * d;
  let x3 = (problem.x + min(row + 3u, n - 1u)) * d;

  for (var j = 4u * lane; j < m; j += 4u * W) {
    let y0 = (problem.y + j) * d;
    let y1 = (problem.y + min(j + 1u, m - 1u)) * d;
    let y2 = (problem.y + min(j + 2u, m - 1u)) * d;
    let y3 = (problem.y + min(j + 3u, m - 1u)) * d;
    var a0 = vec4f();
    var a1 = vec4f();
    var a2 = vec4f();
    var a3 = vec4f();
    for (var k = 0u; k < d; k++) {
      let right = vec4f(y[y0 + k], y[y1 + k], y[y2 + k], y[y3 + k]);
      a0 += x[x0 + k] * right;
      a1 += x[x1 + k] * right;
      a2 += x[x2 + k] * right;
      a3 += x[x3 + k] * right;
    }
    let at = planOffsets[b] + row * m + j;
    store(at, a0, m - j);
    if (row + 1u < n) {
      store(at + m, a1, m - j);
    }
    if (row + 2u < n) {
      store(at + 2u * m, a2, m - j);
    }
    if (row + 3u < n) {
      store(at + 3u * m, a3, m - j);
    }
  }
}
