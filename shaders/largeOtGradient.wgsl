// largeOtGradient: gradient of the value of a large transport problem by y, its plan held fixed.
//
//   dY_j = outer_j (inner_j y_j - sum_i P[i,j] x_i), x and y unit vectors for cosine
//   outer, inner: 1 / |y_j|, sum_i P cos (cosine); 2, sum_i P (squared Euclidean); 1, 0 (dot)
//
// in     k        f32 [rows, columns]  the plan
// in     tokens   f32 [rows + columns, 4 depth]
// in     vectors  f32 [7, rows + columns]  sections 4 and 5: column sums of P and of P cos; 6 norms
// out    gradient f32 [M, d]  the problem's columns start at number yFirst
// grid   an invocation per 8 columns x 8 dimensions from tile `first` on, W a workgroup, folded into y
// error  relative (Frobenius) 5e-6 for eps >= .005; asserted by largeOt.test.ts
// source docs/optimal-transport.md, section 3

struct Params {
  m: u32,
  rows: u32,
  columns: u32,
  d: u32,
  depth: u32,
  cost: u32,
  yFirst: u32,
  first: u32, // tile
  last: u32, // one past the last tile
  gradientScale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> k: array<vec4f>;
@group(0) @binding(2) var<storage, read> tokens: array<vec4f>;
@group(0) @binding(3) var<storage, read> vectors: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> gradient: array<f32>;

override W: u32 = 64;

fn load(at: u32, stride: u32) -> mat4x4f {
  return mat4x4f(tokens[at], tokens[at + stride], tokens[at + 2 * stride], tokens[at + 3 * stride]);
}

// 4 columns of the plan and 4 rows, as P'.
fn loadPlan(at: u32) -> mat4x4f {
  let next = params.columns / 4;
  return transpose(mat4x4f(k[at], k[at + next], k[at + 2 * next], k[at + 3 * next]));
}

// Columns from j on and dimensions from 4 c on; `sums` has a column of x per column of the plan.
fn store(j: u32, c: u32, sums: mat4x4f) {
  let quads = (params.rows + params.columns) / 4;
  let column = (params.rows + j) / 4;
  var inner = vec4f();
  var outer = vec4f(1.0);
  if (params.cost == 0) {
    inner = vectors[5 * quads + column];
    outer = vectors[6 * quads + column];
  } else if (params.cost == 1) {
    inner = vectors[4 * quads + column];
    outer = vec4f(2.0);
  }
  for (var r = 0u; r < 4; r++) {
    let y = tokens[(params.rows + j + r) * params.depth + c];
    let value = params.gradientScale * outer[r] * (inner[r] * y - sums[r]);
    if (j + r < params.m) {
      for (var q = 4 * c; q < min(4 * c + 4, params.d); q++) {
        gradient[params.yFirst + (j + r) * params.d + q] = value[q % 4];
      }
    }
  }
}

@compute @workgroup_size(W)
fn largeOtGradient(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let tile = params.first + (group.x + group.y * groups.x) * W + lane;
  if (tile >= params.last) {
    return;
  }
  let j = tile / (params.depth / 2) * 8;
  let c = tile % (params.depth / 2) * 2;
  var s00 = mat4x4f();
  var s01 = mat4x4f();
  var s10 = mat4x4f();
  var s11 = mat4x4f();
  let next = params.columns / 4;
  for (var i = 0u; i < params.rows; i += 4) {
    let x0 = load(i * params.depth + c, params.depth);
    let x1 = load(i * params.depth + c + 1, params.depth);
    let p0 = loadPlan(i * next + j / 4);
    let p1 = loadPlan(i * next + j / 4 + 1);
    s00 += x0 * p0;
    s01 += x1 * p0;
    s10 += x0 * p1;
    s11 += x1 * p1;
  }
  store(j, c, s00);
  store(j, c + 1, s01);
  store(j + 4, c, s10);
  store(j + 4, c + 1, s11);
}
