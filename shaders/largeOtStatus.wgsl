// largeOtStatus: column sums of the plan of a large transport problem; then its status row and potentials.
//
// in     part       f32 [rows / 8, 2, columns]  from largeOtPlan
// inout  vectors    f32 [7, rows + columns]  in weights, potentials, row sums; largeOtSums: column sums of P and P cos
// in     state      f32 [8 + shares]
// out    status     f32 [B, 8]  row `problem`, largeOtStatus: see STATUS in src/kernels/otProblem.ts
// out    potentials f32 [N + M]  from weightsFirst on, in the unit of cost, h inside those of x
// grid   largeOtSums: a workgroup per ACROSS x 4 columns, SLICES invocations share the rows; largeOtStatus: one workgroup
// error  loss relative 1e-6, residuals 2e-7 + 10 %; asserted by largeOt.test.ts
// source docs/optimal-transport.md, section 2

struct Params {
  n: u32,
  m: u32,
  rows: u32,
  columns: u32,
  shares: u32,
  problem: u32,
  weightsFirst: u32,
  marginals: u32, // 0 balanced, 1 unbalanced, 2 partial
  mass: f32,
  restX: f32, // 1 - tau
  restY: f32,
  rhoX: f32,
  rhoY: f32,
  lastUnit: f32, // eps ln(2) of the last iteration: potentials in bits to the unit of cost
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> part: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> vectors: array<vec4f>;
@group(0) @binding(3) var<storage, read> state: array<f32>;
@group(0) @binding(4) var<storage, read_write> status: array<f32>;
@group(0) @binding(5) var<storage, read_write> potentials: array<f32>;

override ACROSS: u32 = 16;
override SLICES: u32 = 8;
const LN2: f32 = 0.69314718;
const LOG_ZERO: f32 = -1e30;
const LEAST: f32 = 1e-37;

var<workgroup> red: array<mat2x4f, ACROSS * SLICES>;
var<workgroup> losses: array<f32, ACROSS * SLICES>;

@compute @workgroup_size(ACROSS, SLICES)
fn largeOtSums(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
               @builtin(local_invocation_index) lane: u32) {
  let across = params.columns / 4;
  let j = (group.x + group.y * groups.x) * ACROSS + lane % ACROSS;
  var sums = mat2x4f();
  if (j < across) {
    for (var g = lane / ACROSS; g < params.rows / 8; g += SLICES) {
      sums += mat2x4f(part[2 * g * across + j], part[(2 * g + 1) * across + j]);
    }
  }
  red[lane] = sums;
  workgroupBarrier();
  if (lane < ACROSS && j < across) {
    for (var s = 1u; s < SLICES; s++) {
      sums += red[s * ACROSS + lane];
    }
    let quads = (params.rows + params.columns) / 4;
    vectors[4 * quads + params.rows / 4 + j] = sums[0];
    vectors[5 * quads + params.rows / 4 + j] = sums[1];
  }
}

// @include largeOtSide
// @include largeOtUpdate

fn total(v: vec4f) -> f32 {
  return (v.x + v.y) + (v.z + v.w);
}

fn totals(x: mat4x4f) -> vec4f {
  return vec4f(total(x[0]), total(x[1]), total(x[2]), total(x[3]));
}

@compute @workgroup_size(ACROSS, SLICES)
fn largeOtStatus(@builtin(local_invocation_index) lane: u32) {
  let row = params.rows / 4;
  let quads = row + params.columns / 4;
  let grown = growth();
  let h = vec2f(state[4], state[5]);
  var x = mat4x4f();
  var y = mat4x4f();
  var loss = vec4f();
  for (var q = lane; q < row; q += ACROSS * SLICES) {
    x += side(q, params.restX, params.rhoX, h, grown);
    loss += vectors[5 * quads + q];
    give(q, params.weightsFirst, 4 * q, params.n, grown);
  }
  for (var q = row + lane; q < quads; q += ACROSS * SLICES) {
    y += side(q, params.restY, params.rhoY, vec2f(0.0, 1.0), 1.0);
    give(q, params.weightsFirst + params.n, 4 * (q - row), params.m, 1.0);
  }
  red[lane] = mat2x4f(totals(x), totals(y));
  losses[lane] = total(loss);
  workgroupBarrier();
  if (lane != 0) {
    return;
  }
  var both = mat2x4f();
  var moved = 0.0;
  for (var l = 0u; l < ACROSS * SLICES; l++) {
    both += red[l];
    moved += losses[l];
  }
  let mass = both[0].x;
  let at = 8 * params.problem;
  var gap = both[0].w + both[1].w;
  if (params.marginals == 2) {
    gap += params.lastUnit * (h.x + log2(h.y) + log2(grown)) * (mass - params.mass);
  }
  status[at] = moved;
  status[at + 1] = both[0].y + both[1].y + params.lastUnit / LN2 * (1.0 - mass);
  status[at + 2] = both[0].z;
  status[at + 3] = both[1].z;
  status[at + 4] = gap;
  status[at + 5] = state[1];
  status[at + 6] = state[2];
  status[at + 7] = mass;
}
