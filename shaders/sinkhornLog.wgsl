// sinkhornLog: all iterations of log-domain Sinkhorn for every problem of a ragged batch.
//
//   f[i] = eps * (logA[i] - log sum_j exp((g[j] - cost[i,j]) / eps)), rows first, from g = 0
//   g[j] = eps * (logB[j] - log sum_i exp((f[i] - cost[i,j]) / eps))
//
// in     cost        f32 [E]     per problem n x m, row-major
// in     logA        f32 [N]     log row weights; a zero weight is LOG_ZERO (-1e30), never -inf
// in     logB        f32 [M]     log column weights, likewise
// in     problems, planOffsets   see ragged.ts
// out    f           f32 [N]     row potentials, in the unit of cost, every entry written
// out    g           f32 [M]     column potentials, likewise
// out    status      f32 [B, 2]  sum_i |sum_j plan[i,j] - exp(logA[i])|, iterations used
// grid   one workgroup per problem, folded into y; W invocations stride over rows, then columns
// error  |gpu - float64| <= 2.5e-6 in f, g for cost in [0, 2], eps <= 1; asserted by sinkhornLog.test.ts
// source Peyre & Cuturi 2019, Computational Optimal Transport, section 4.4

struct Params {
  count: u32,
  iterations: u32,
  scale: f32, // log2(e) / eps
  tolerance: f32, // stop once the row error is at most this; 0 runs all iterations
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cost: array<f32>;
@group(0) @binding(2) var<storage, read> logA: array<f32>;
@group(0) @binding(3) var<storage, read> logB: array<f32>;
@group(0) @binding(4) var<storage, read> problems: array<vec4u>;
@group(0) @binding(5) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(6) var<storage, read_write> f: array<f32>;
@group(0) @binding(7) var<storage, read_write> g: array<f32>;
@group(0) @binding(8) var<storage, read_write> status: array<f32>;

override W: u32 = 64; // invocations per workgroup
const LOG2E: f32 = 1.44269504;
const LOG_ZERO: f32 = -1e30;
const LOWEST: f32 = -3e38;
var<workgroup> part: array<f32, W>;
var<workgroup> total: f32;

// log2 of sum_j exp2(scale * (g[j] - cost[i,j])). A `guess` near the result takes one sweep; else the
// maximum it finds shifts another.
fn rowLog(at: u32, first: u32, m: u32, guess: f32) -> f32 {
  var top = guess;
  var shift = guess;
  var sum = 0.0;
  for (var turn = 0u; turn < 2u && !(sum > 1e-6 && sum < 1e6); turn++) {
    shift = top;
    top = LOWEST;
    sum = 0.0;
    for (var j = 0u; j < m; j++) {
      let term = params.scale * (g[first + j] - cost[at + j]);
      top = max(top, term);
      sum += exp2(min(term - shift, 100.0));
    }
  }
  return shift + log2(sum);
}

// The same down a column.
fn columnLog(at: u32, first: u32, n: u32, m: u32, guess: f32) -> f32 {
  var top = guess;
  var shift = guess;
  var sum = 0.0;
  for (var turn = 0u; turn < 2u && !(sum > 1e-6 && sum < 1e6); turn++) {
    shift = top;
    top = LOWEST;
    sum = 0.0;
    for (var i = 0u; i < n; i++) {
      let term = params.scale * (f[first + i] - cost[at + i * m]);
      top = max(top, term);
      sum += exp2(min(term - shift, 100.0));
    }
  }
  return shift + log2(sum);
}

// Refreshes f unless told only to measure; gives this lane's share of the row error before.
fn sweepRows(problem: vec4u, at: u32, lane: u32, refresh: bool) -> f32 {
  var drift = 0.0;
  for (var i = lane; i < problem.z; i += W) {
    let old = params.scale * f[problem.x + i];
    let log2A = LOG2E * logA[problem.x + i];
    let logSum = rowLog(at + i * problem.w, problem.y, problem.w, log2A - old);
    drift += abs(exp2(min(old + logSum, 0.0)) - exp2(log2A));
    if (refresh) {
      f[problem.x + i] = max((log2A - logSum) / params.scale, LOG_ZERO);
    }
  }
  return drift;
}

fn sweepColumns(problem: vec4u, at: u32, lane: u32) {
  for (var j = lane; j < problem.w; j += W) {
    let old = params.scale * g[problem.y + j];
    let log2B = LOG2E * logB[problem.y + j];
    let logSum = columnLog(at + j, problem.x, problem.z, problem.w, log2B - old);
    g[problem.y + j] = max((log2B - logSum) / params.scale, LOG_ZERO);
  }
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

@compute @workgroup_size(W)
fn sinkhornLog(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let b = group.x + group.y * groups.x;
  if (b >= params.count) {
    return;
  }
  let problem = problems[b];
  let at = planOffsets[b];
  for (var i = lane; i < problem.z; i += W) {
    f[problem.x + i] = 0.0;
  }
  for (var j = lane; j < problem.w; j += W) {
    g[problem.y + j] = 0.0;
  }
  storageBarrier();
  var used = 0u;
  while (used < params.iterations) {
    let drift = sweepRows(problem, at, lane, true);
    storageBarrier();
    sweepColumns(problem, at, lane);
    storageBarrier();
    used += 1u;
    if (params.tolerance > 0.0 && sumLanes(lane, drift) <= params.tolerance && used > 1u) {
      break;
    }
  }
  let error = sumLanes(lane, sweepRows(problem, at, lane, false));
  if (lane == 0u) {
    status[2u * b] = error;
    status[2u * b + 1u] = f32(used);
  }
}
