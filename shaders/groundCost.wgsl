// groundCost: cost of moving each token of x to each token of y, for every problem of a ragged batch.
//
//   cost[i,j] = 1 - cos(x_i, y_j), |x_i - y_j|^2 or -<x_i, y_j>, plus distortion * ((i+.5)/n - (j+.5)/m)^2
//
// in     x           f32 [N, d]  any vectors; one shorter than 1e-12 has cosine 0 with every other
// in     y           f32 [M, d]  likewise
// in     problems    u32 [B, 4]  xOffset, yOffset, n, m
// in     planOffsets u32 [B]     start of each problem's entries in cost
// in     rowTiles    u32 [T, 2]  problem, first of at most 4 rows
// out    cost        f32 [E]     per problem n x m, row-major, every entry written
// grid   one workgroup per row tile, folded into y; W invocations stride over tiles of 4 columns
// error  cosine: |gpu - float64| <= 4e-7 for d <= 384; others relative to |x| |y|; asserted by groundCost.test.ts
// source Huang et al. 2023, Cross-lingual IR on Low-Resource Languages via Optimal Transport Distillation

struct Params {
  tiles: u32,
  d: u32,
  kind: u32, // 0 cosine, 1 squared Euclidean, 2 dot
  distortion: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read> problems: array<vec4u>;
@group(0) @binding(4) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(5) var<storage, read> rowTiles: array<u32>;
@group(0) @binding(6) var<storage, read_write> cost: array<f32>;

override W: u32 = 16; // invocations per workgroup
const SHORTEST: f32 = 1e-24; // square of the length below which a vector has no direction

fn store(at: u32, values: vec4f, columns: u32) {
  cost[at] = values.x;
  if (columns > 1u) {
    cost[at + 1u] = values.y;
  }
  if (columns > 2u) {
    cost[at + 2u] = values.z;
  }
  if (columns > 3u) {
    cost[at + 3u] = values.w;
  }
}

// Costs of row i with columns j to j + 3; xx and yy are squared norms.
fn costs(dots: vec4f, xx: f32, yy: vec4f, i: u32, j: u32, problem: vec4u) -> vec4f {
  var values = -dots;
  if (params.kind == 0u) {
    let far = (vec4f(xx) > vec4f(SHORTEST)) & (yy > vec4f(SHORTEST));
    let scale = inverseSqrt(max(xx, SHORTEST)) * inverseSqrt(max(yy, vec4f(SHORTEST)));
    values = 1.0 - select(vec4f(), dots * scale, far);
  } else if (params.kind == 1u) {
    values = max(xx + yy - 2.0 * dots, vec4f());
  }
  let gap = (f32(i) + 0.5) / f32(problem.z) - (vec4f(0.5, 1.5, 2.5, 3.5) + f32(j)) / f32(problem.w);
  return values + params.distortion * gap * gap;
}

@compute @workgroup_size(W)
fn groundCost(
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
    var xx = vec4f();
    var yy = vec4f();
    for (var k = 0u; k < d; k++) {
      let left = vec4f(x[x0 + k], x[x1 + k], x[x2 + k], x[x3 + k]);
      let right = vec4f(y[y0 + k], y[y1 + k], y[y2 + k], y[y3 + k]);
      a0 += left.x * right;
      a1 += left.y * right;
      a2 += left.z * right;
      a3 += left.w * right;
      xx += left * left;
      yy += right * right;
    }
    let at = planOffsets[b] + row * m + j;
    store(at, costs(a0, xx.x, yy, row, j, problem), m - j);
    if (row + 1u < n) {
      store(at + m, costs(a1, xx.y, yy, row + 1u, j, problem), m - j);
    }
    if (row + 2u < n) {
      store(at + 2u * m, costs(a2, xx.z, yy, row + 2u, j, problem), m - j);
    }
    if (row + 3u < n) {
      store(at + 3u * m, costs(a3, xx.w, yy, row + 3u, j, problem), m - j);
    }
  }
}
