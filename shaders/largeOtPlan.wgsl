// largeOtPlan: entries of the plan of a large transport problem, their sums by rows and, by 8 rows, by columns.
//
//   P[i,j] = K[i,j] u[i] v[j] growth of h;  part: sums of P and of P cos over each 8 rows
//
// in     m       f32 [rows, columns]  exponents
// inout  k       f32 [rows, columns]  kernel (unused in the log domain); becomes P where keep is 1
// inout  vectors f32 [7, rows + columns]  in potentials; out sections 4 and 5: row sums of P and of P C
// in     state   f32 [8 + shares]
// out    part    f32 [rows / 8, 2, columns]
// out    plan    f32 [E]  n x m entries from planFirst on, where wantPlan is 1
// grid   a workgroup of W invocations per 8 rows, folded into y
// error  sums relative 4e-7 of the cost's unit over eps; asserted by largeOtPlan.test.ts
// source docs/optimal-transport.md, sections 1 and 2

struct Params {
  n: u32,
  m: u32,
  rows: u32,
  columns: u32,
  shares: u32,
  marginals: u32,
  mass: f32,
  theta: f32, // final eps / last eps
  unit: f32, // eps ln(2): C = -M unit
  distortion: f32,
  keep: u32,
  wantPlan: u32,
  planFirst: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> m: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> k: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> vectors: array<vec4f>;
@group(0) @binding(4) var<storage, read> state: array<f32>;
@group(0) @binding(5) var<storage, read_write> part: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> plan: array<f32>;

override W: u32 = 128;
var<workgroup> red: array<mat2x4f, W>;

fn summed(lane: u32, value: mat2x4f) -> mat2x4f {
  red[lane] = value;
  workgroupBarrier();
  for (var stride = W / 2; stride >= 4; stride /= 2) {
    if (lane < stride) {
      red[lane] += red[lane + stride];
    }
    workgroupBarrier();
  }
  let sum = (red[0] + red[1]) + (red[2] + red[3]);
  workgroupBarrier();
  return sum;
}

// @include largeOtUpdate

fn publish(i: u32, j: u32, p: vec4f) {
  if (i < params.n) {
    for (var c = 0u; c < min(4u, params.m - min(params.m, 4 * j)); c++) {
      plan[params.planFirst + i * params.m + 4 * j + c] = p[c];
    }
  }
}

@compute @workgroup_size(W)
fn largeOtPlan(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
               @builtin(local_invocation_index) lane: u32) {
  let block = group.x + group.y * groups.x;
  if (8 * block >= params.rows) {
    return;
  }
  let quads = (params.rows + params.columns) / 4;
  let across = params.columns / 4;
  let column = params.rows / 4;
  let row = 2 * block;
  let logs = state[2] == 2.0;
  let grown = growth();
  let scalings = mat2x4f(vectors[2 * quads + row], vectors[2 * quads + row + 1]);
  let absorbed = mat2x4f(vectors[quads + row], vectors[quads + row + 1]);
  var sums = mat2x4f();
  var losses = mat2x4f();
  for (var j = lane; j < across; j += W) {
    let v = vectors[2 * quads + column + j] * grown;
    let base = vectors[quads + column + j];
    let y = (vec4f(0.5, 1.5, 2.5, 3.5) + f32(4 * j)) / f32(params.m);
    var total = vec4f();
    var cosines = vec4f();
    for (var r = 0u; r < 8; r++) {
      let at = (8 * block + r) * across + j;
      let exponent = m[at];
      var p = scalings[r / 4][r % 4] * v;
      if (logs) {
        p *= exp2(min(params.theta * exponent + (absorbed[r / 4][r % 4] + base), vec4f(80)));
      } else {
        p *= k[at];
      }
      let cost = -params.unit * exponent;
      let gap = (f32(8 * block + r) + 0.5) / f32(params.n) - y;
      total += p;
      cosines += p * (1.0 - (cost - params.distortion * gap * gap));
      sums[r / 4][r % 4] += dot(p, vec4f(1));
      losses[r / 4][r % 4] += dot(p, cost);
      if (params.keep == 1) {
        k[at] = p;
      }
      if (params.wantPlan == 1) {
        publish(8 * block + r, j, p);
      }
    }
    part[2 * block * across + j] = total;
    part[(2 * block + 1) * across + j] = cosines;
  }
  sums = summed(lane, sums);
  losses = summed(lane, losses);
  if (lane == 0) {
    for (var half = 0u; half < 2; half++) {
      vectors[4 * quads + row + half] = sums[half];
      vectors[5 * quads + row + half] = losses[half];
    }
  }
}
