// newtonStep: one damped Newton step on the dual of balanced transport, for every problem of a ragged batch.
//
//   (diag(r) - P diag(1/c) P' + damping diag(r)) df = eps (a - r - P (b - c) / c),   r, c the sums of P
//   f + t df, and the g that makes columns right, for the first t = 1, 1/2 ... 1/64 that lowers |r - a| + |c - b|
//
// in     cost        f32 [E]      per problem n x m, row-major
// in     weights     f32 [N + M]  a and b packed per problem; not read unless `weighted`
// in     problems, planOffsets    see ragged.ts
// out    potentials  f32 [N + M]  f and g packed per problem, in the unit of cost; stay where no t helps
// inout  scratch     f32 [2 E + N + M]  P / sqrt(c), matrices of large problems, columns' quotients
// grid   one workgroup per problem, folded into y; nodes are the tokens of the shorter side
// error  reaches L1 2e-6 at eps >= 0.01 and 1e-5 at 0.005; 1e-6 in f, g a step; asserted by newtonStep.test.ts
// source Brauer et al. 2017, A Sinkhorn-Newton method for entropic optimal transport; Levenberg 1944

struct Params {
  count: u32,
  entries: u32,
  eps: f32,
  weighted: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cost: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read> problems: array<vec4u>;
@group(0) @binding(4) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(5) var<storage, read_write> potentials: array<f32>;
@group(0) @binding(6) var<storage, read_write> scratch: array<f32>;

override W: u32 = 64; // invocations per workgroup
const PUSHES = false;
const NOISE: f32 = 1e-7; // what float32 leaves of a residual, relative to the mass
const LOG2E: f32 = 1.44269504;
var<workgroup> part: array<f32, W>;
var<workgroup> total: f32;

// @include planSide

fn rootsAt(side: Side, at: vec4u) -> vec4f {
  let i = at + side.at;
  return vec4f(scratch[i.x], scratch[i.y], scratch[i.z], scratch[i.w]);
}

fn costsAt(side: Side, at: vec4u) -> vec4f {
  let i = at + side.at;
  return vec4f(cost[i.x], cost[i.y], cost[i.z], cost[i.w]);
}

// @include laplacian

fn weightOf(token: u32, count: u32) -> f32 {
  if (params.weighted == 1u) {
    return weights[token];
  }
  return 1.0 / f32(count);
}

fn entryAt(side: Side, s: u32, t: u32) -> u32 {
  return side.at + s * side.node + t * side.other;
}

// The plan of potentials that add up to `sum`; a wild trial gives something large, not infinite.
fn planOf(sum: f32, c: f32) -> f32 {
  let exponent = max(sum - c, -110.0 * params.eps) * (LOG2E / params.eps);
  return select(0.0, exp2(min(exponent, 60.0)), exponent > -150.0);
}

fn sumLanes(lane: u32, value: f32) -> f32 {
  part[lane] = value;
  workgroupBarrier();
  if (lane == 0u) {
    total = 0.0;
    for (var k = 0u; k < W; k++) {
      total += part[k];
    }
  }
  return workgroupUniformLoad(&total);
}

// Z and (b - c) / c of the other side; gives this lane's share of |c - b|.
fn sumOthers(side: Side, quotients: u32, lane: u32) -> f32 {
  var error = 0.0;
  for (var t = lane; t < side.others; t += W) {
    let g = potentials[side.otherTokens + t];
    var sum = 0.0;
    for (var s = 0u; s < side.nodes; s++) {
      sum += planOf(potentials[side.nodeTokens + s] + g, cost[entryAt(side, s, t)]);
    }
    let there = sum > TINIEST;
    let scale = select(0.0, 1.0 / sqrt(max(sum, TINIEST)), there);
    for (var s = 0u; s < side.nodes; s++) {
      let at = entryAt(side, s, t);
      scratch[at] = scale * planOf(potentials[side.nodeTokens + s] + g, cost[at]);
    }
    let missing = weightOf(side.otherTokens + t, side.others) - sum;
    scratch[quotients + side.otherTokens + t] = select(0.0, missing / max(sum, TINIEST), there);
    error += abs(missing);
  }
  return error;
}

// Right-hand side, and row sums as ground; gives this lane's share of |r - a|.
fn sumNodes(side: Side, quotients: u32, lane: u32) -> f32 {
  var error = 0.0;
  for (var s = lane; s < side.nodes; s += W) {
    var sum = 0.0;
    var moved = 0.0;
    for (var t = 0u; t < side.others; t++) {
      let g = potentials[side.otherTokens + t];
      let p = planOf(potentials[side.nodeTokens + s] + g, cost[entryAt(side, s, t)]);
      sum += p;
      moved += p * scratch[quotients + side.otherTokens + t];
    }
    let missing = weightOf(side.nodeTokens + s, side.nodes) - sum;
    source[s] = params.eps * (missing - moved);
    ground[s] = sum;
    error += abs(missing);
  }
  return error;
}

// @include newtonTrial

@compute @workgroup_size(W)
fn newtonStep(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let b = group.x + group.y * groups.x;
  if (b >= params.count) {
    return;
  }
  step(sideOf(problems[b], planOffsets[b]), lane);
}
