// largeOtCost: exponents M = -C log2(e) / eps of one large transport problem.
//
//   C[i,j] = 1 - cos(x_i, y_j), |x_i - y_j|^2 or -<x_i, y_j>, plus distortion * ((i+.5)/n - (j+.5)/m)^2
//
// in     tokens  f32 [rows + columns, 4 depth]  from largeOtTokens
// in     vectors f32 [7, rows + columns]  weights and norms
// out    m       f32 [rows, columns]  FAR for tokens of weight 0 and past the end
// grid   an invocation per 8 x 8 tile from tile `first` on, W a workgroup, folded into y
// error  |C - float64| <= 5e-7 for cosine and d <= 384; asserted by largeOtCost.test.ts
// source docs/optimal-transport.md, section 1

struct Params {
  n: u32,
  m: u32,
  rows: u32, // n and m filled up to multiples of 8
  columns: u32,
  depth: u32, // vectors of 4 in a padded token
  cost: u32, // 0 cosine, 1 squared Euclidean, 2 dot
  first: u32, // tile
  last: u32, // one past the last tile
  scale: f32, // log2(e) / eps
  distortion: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tokens: array<vec4f>;
@group(0) @binding(2) var<storage, read> vectors: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> m: array<vec4f>;

override W: u32 = 64;
const FAR: f32 = -1e30;

fn loadTokens(at: u32) -> mat4x4f {
  let d = params.depth;
  return mat4x4f(tokens[at], tokens[at + d], tokens[at + 2 * d], tokens[at + 3 * d]);
}

// Stores M of 4 rows from i and 4 columns from j, given their inner products.
fn store(i: u32, j: u32, dots: mat4x4f) {
  let quads = (params.rows + params.columns) / 4;
  let column = (params.rows + j) / 4;
  let row = i / 4;
  let b = vectors[column];
  let x = vectors[6 * quads + row];
  let y = vectors[6 * quads + column];
  let a = vectors[row];
  for (var r = 0u; r < 4; r++) {
    var c = -dots[r];
    if (params.cost == 0) {
      c += 1.0;
    } else if (params.cost == 1) {
      c = max(x[r] + y + 2.0 * c, vec4f());
    }
    let gap = (f32(i + r) + 0.5) / f32(params.n) - (vec4f(0.5, 1.5, 2.5, 3.5) + f32(j)) / f32(params.m);
    c = clamp(-params.scale * (c + params.distortion * gap * gap), vec4f(-1e28), vec4f(1e28));
    m[((i + r) * params.columns + j) / 4] = select(vec4f(FAR), c, (b > vec4f()) & (vec4f(a[r]) > vec4f()));
  }
}

@compute @workgroup_size(W)
fn largeOtCost(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
               @builtin(local_invocation_index) lane: u32) {
  let tile = params.first + (group.x + group.y * groups.x) * W + lane;
  if (tile >= params.last) {
    return;
  }
  let i = tile / (params.columns / 8) * 8;
  let j = tile % (params.columns / 8) * 8;
  let x = i * params.depth;
  let y = (params.rows + j) * params.depth;
  let next = 4 * params.depth;
  var s00 = mat4x4f();
  var s01 = mat4x4f();
  var s10 = mat4x4f();
  var s11 = mat4x4f();
  for (var c = 0u; c < params.depth; c++) {
    let x0 = loadTokens(x + c);
    let x1 = loadTokens(x + next + c);
    let y0 = transpose(loadTokens(y + c));
    let y1 = transpose(loadTokens(y + next + c));
    s00 += y0 * x0;
    s01 += y1 * x0;
    s10 += y0 * x1;
    s11 += y1 * x1;
  }
  store(i, j, s00);
  store(i, j + 4, s01);
  store(i + 4, j, s10);
  store(i + 4, j + 4, s11);
}
