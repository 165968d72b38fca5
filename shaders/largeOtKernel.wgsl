// largeOtKernel: scaling kernel and domain of one large transport problem.
//
//   K[i,j] = 2^(M[i,j] + U[i] + V[j]), U[i] = -ceil(max_j (M[i,j] + V[j]))
//
// in     m       f32 [rows, columns]  from largeOtCost
// inout  vectors f32 [7, rows + columns]  in weights, absorbed V; out absorbed U, section 3: range of each row in bits
// out    k       f32 [rows, columns]  largeOtKernel: K
// out    state   f32 [8 + shares]  largeOtDomain: 0 stop, 1 iterations, 2 domain, 4 and 5 whole bits and factor of
//                h, from 8 shares of the mass
// grid   largeOtKernel: a workgroup of W invocations per 4 rows, folded into y; largeOtDomain: one workgroup
// error  relative 6e-6 for |M| <= 30; asserted by largeOtKernel.test.ts
// source docs/optimal-transport.md, section 4

struct Params {
  n: u32,
  m: u32,
  rows: u32,
  columns: u32,
  marginals: u32, // 0 balanced
  logarithms: u32, // 1: all iterations in the log domain
  shares: u32, // column groups
  kernelBits: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(2) var<storage, read_write> vectors: array<vec4f>;
@group(0) @binding(1) var<storage, read> m: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> k: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> state: array<f32>;

override W: u32 = 64;
const FAR: f32 = -1e30;
var<workgroup> least: array<vec4f, W>;
var<workgroup> most: array<vec4f, W>;

// M + V of 4 rows from vector `at`.
fn exponents(at: u32, v: vec4f) -> mat4x4f {
  let next = params.columns / 4;
  return mat4x4f(m[at] + v, m[at + next] + v, m[at + 2 * next] + v, m[at + 3 * next] + v);
}

@compute @workgroup_size(W)
fn largeOtKernel(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
                 @builtin(local_invocation_index) lane: u32) {
  let row = group.x + group.y * groups.x; // counts 4 rows
  if (4 * row >= params.rows) {
    return;
  }
  let quads = (params.rows + params.columns) / 4;
  let across = params.columns / 4;
  let absorbed = quads + params.rows / 4;
  let at = 4 * row * across;
  var top = vec4f(2.0 * FAR);
  var low = vec4f(-FAR);
  for (var j = lane; j < across; j += W) {
    let x = transpose(exponents(at + j, vectors[absorbed + j]));
    for (var c = 0u; c < 4; c++) {
      top = max(top, x[c]);
      low = min(low, select(x[c], vec4f(-FAR), x[c] < vec4f(0.5 * FAR)));
    }
  }
  most[lane] = top;
  least[lane] = low;
  workgroupBarrier();
  for (var l = 0u; l < W; l++) {
    top = max(top, most[l]);
    low = min(low, least[l]);
  }
  // Whole bits: adding them to M loses nothing.
  let u = -ceil(top);
  for (var j = lane; j < across; j += W) {
    let x = exponents(at + j, vectors[absorbed + j]);
    for (var r = 0u; r < 4; r++) {
      k[at + r * across + j] = exp2(x[r] + u[r]);
    }
  }
  if (lane == 0) {
    let there = vectors[row] > vec4f();
    if (params.marginals != 0) {
      top = max(top, vec4f()); // the update then uses M itself, not only differences
    }
    vectors[quads + row] = select(vec4f(), u, there);
    vectors[3 * quads + row] = select(vec4f(), top - low, there);
  }
}

// log2 of the largest over the smallest positive weight among vectors begin to end - 1.
fn weightBits(begin: u32, end: u32) -> f32 {
  var large = vec4f(1e-30);
  var small = vec4f(1e30);
  for (var q = begin; q < end; q++) {
    let w = vectors[q];
    large = max(large, w);
    small = min(small, select(vec4f(1e30), w, w > vec4f()));
  }
  return max(0.0, log2(max(max(large.x, large.y), max(large.z, large.w)))
    - log2(min(min(small.x, small.y), min(small.z, small.w))));
}

@compute @workgroup_size(1)
fn largeOtDomain() {
  let quads = (params.rows + params.columns) / 4;
  let row = params.rows / 4;
  var top = vec4f();
  if (params.logarithms == 0) {
    for (var q = 0u; q < row; q++) {
      top = max(top, vectors[3 * quads + q]);
    }
  }
  let bits = max(max(top.x, top.y), max(top.z, top.w)) + log2(f32(max(params.n, params.m)))
    + max(weightBits(0, row), weightBits(row, quads));
  state[0] = 0.0;
  state[1] = 0.0;
  state[2] = select(select(1.0, 0.0, bits <= params.kernelBits), 2.0, params.logarithms == 1);
  state[4] = 0.0;
  state[5] = 1.0;
  state[6] = 0.0;
  for (var g = 0u; g < params.shares; g++) {
    state[8 + g] = select(0.0, 1.0, g == 0);
  }
}
