// planGradient: gradient of the transport cost with respect to the unit vectors x, the plan held fixed.
//
//   dX[i,k] = -scale * sum_j plan[i,j] y[j,k]
//
// in     plan        f32 [E]     per problem n x m, row-major
// in     y           f32 [M, d]  unit vectors that cost was made with
// in     problems, planOffsets, rowTiles   see ragged.ts
// out    dX          f32 [N, d]  every entry written
// grid   one workgroup per row tile, folded into y; W invocations stride over chunks of 4 dimensions
// error  2.2e-7 relative (Frobenius), d <= 384, m <= 67; asserted by planGradient.test.ts
// source Feydy et al. 2019, Interpolating between Optimal Transport and MMD (envelope theorem)

struct Params {
  tiles: u32,
  d: u32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> plan: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read> problems: array<vec4u>;
@group(0) @binding(4) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(5) var<storage, read> rowTiles: array<u32>;
@group(0) @binding(6) var<storage, read_write> dX: array<f32>;

override W: u32 = 32; // invocations per workgroup

fn store(at: u32, sums: vec4f, dimensions: u32) {
  dX[at] = -params.scale * sums.x;
  if (dimensions > 1u) {
    dX[at + 1u] = -params.scale * sums.y;
  }
  if (dimensions > 2u) {
    dX[at + 2u] = -params.scale * sums.z;
  }
  if (dimensions > 3u) {
    dX[at + 3u] = -params.scale * sums.w;
  }
}

@compute @workgroup_size(W)
fn planGradient(
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

  // Rows and dimensions past the end repeat the last one; their sums are not stored.
  let p0 = planOffsets[b] + row * m;
  let p1 = planOffsets[b] + min(row + 1u, n - 1u) * m;
  let p2 = planOffsets[b] + min(row + 2u, n - 1u) * m;
  let p3 = planOffsets[b] + min(row + 3u, n - 1u) * m;

  for (var k = 4u * lane; k < d; k += 4u * W) {
    let k1 = min(k + 1u, d - 1u);
    let k2 = min(k + 2u, d - 1u);
    let k3 = min(k + 3u, d - 1u);
    var a0 = vec4f();
    var a1 = vec4f();
    var a2 = vec4f();
    var a3 = vec4f();
    for (var j = 0u; j < m; j++) {
      let source = (problem.y + j) * d;
      let right = vec4f(y[source + k], y[source + k1], y[source + k2], y[source + k3]);
      a0 += plan[p0 + j] * right;
      a1 += plan[p1 + j] * right;
      a2 += plan[p2 + j] * right;
      a3 += plan[p3 + j] * right;
    }
    let at = (problem.x + row) * d + k;
    store(at, a0, d - k);
    if (row + 1u < n) {
      store(at + d, a1, d - k);
    }
    if (row + 2u < n) {
      store(at + 2u * d, a2, d - k);
    }
    if (row + 3u < n) {
      store(at + 3u * d, a3, d - k);
    }
  }
}
