// unrolledPlanGradient: derivative by C of <P_K(C), C>, P_K the plan after K balanced Sinkhorn iterations.
//
//   u_k = log a - log sum_j exp(v_(k-1) - C/eps), v_k = log b - log sum_i exp(u_k - C/eps), from v_0 = 0
//   P_K = exp(u_K + v_K - C/eps); reverse mode through all of it
//
// in     cost        f32 [E]      per problem n x m, row-major
// in     weights     f32 [N + M]  a and b packed per problem; not read unless `weighted`
// in     problems, planOffsets    see ragged.ts
// out    dC          f32 [E]      every entry written
// inout  history     f32 [K, M]   v_k of iterations 1 to K, base 2
// grid   one workgroup per problem of at most 64 x 64, folded into y; W invocations stride over tokens
// error  relative (Frobenius) 2e-6 at eps >= 0.05, 2e-5 at 0.01; asserted by unrolledPlanGradient.test.ts
// source Adams & Zemel 2011, Ranking via Sinkhorn Propagation; Griewank & Walther 2008, chapter 3

struct Params {
  count: u32,
  columns: u32, // M
  iterations: u32,
  eps: f32,
  weighted: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cost: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read> problems: array<vec4u>;
@group(0) @binding(4) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(5) var<storage, read_write> dC: array<f32>;
@group(0) @binding(6) var<storage, read_write> history: array<f32>;

override W: u32 = 64; // invocations per workgroup
const LOG2E: f32 = 1.44269504;
const LOG_ZERO: f32 = -1e30;
const LOWEST: f32 = -3e38;
const SIDE: u32 = 64;
var<workgroup> logA: array<f32, SIDE>; // base 2, as u and v
var<workgroup> logB: array<f32, SIDE>;
var<workgroup> u: array<f32, SIDE>;
var<workgroup> v: array<f32, SIDE>;
var<workgroup> earlier: array<f32, SIDE>; // v of the iteration before
var<workgroup> dU: array<f32, SIDE>;
var<workgroup> dV: array<f32, SIDE>;

struct Problem {
  n: u32,
  m: u32,
  at: u32,
  y: u32,
}

// Base 2; finite for every finite cost, so that LOG_ZERO stays below all.
fn exponent(p: Problem, i: u32, j: u32) -> f32 {
  return clamp(-cost[p.at + i * p.m + j] / params.eps * LOG2E, -1e28, 1e28);
}

fn logWeight(token: u32, count: u32) -> f32 {
  var weight = 1.0 / f32(count);
  if (params.weighted == 1u) {
    weight = weights[token];
  }
  return select(LOG_ZERO, log2(max(weight, 1e-37)), weight > 0.0);
}

// log2 of sum_j 2^(M_ij + earlier_j).
fn rowLog(p: Problem, i: u32) -> f32 {
  var top = LOWEST;
  for (var j = 0u; j < p.m; j++) {
    top = max(top, exponent(p, i, j) + earlier[j]);
  }
  var sum = 0.0;
  for (var j = 0u; j < p.m; j++) {
    sum += exp2(max(exponent(p, i, j) + earlier[j] - top, -200.0));
  }
  return top + log2(sum);
}

fn columnLog(p: Problem, j: u32) -> f32 {
  var top = LOWEST;
  for (var i = 0u; i < p.n; i++) {
    top = max(top, exponent(p, i, j) + u[i]);
  }
  var sum = 0.0;
  for (var i = 0u; i < p.n; i++) {
    sum += exp2(max(exponent(p, i, j) + u[i] - top, -200.0));
  }
  return top + log2(sum);
}

fn updateRows(p: Problem, lane: u32) {
  for (var i = lane; i < p.n; i += W) {
    u[i] = select(LOG_ZERO, logA[i] - rowLog(p, i), logA[i] > LOG_ZERO);
  }
  workgroupBarrier();
}

// v_0 = 0, but LOG_ZERO where there is no weight.
fn firstV(j: u32) -> f32 {
  return select(LOG_ZERO, 0.0, logB[j] > LOG_ZERO);
}

// @include unrolledBackward

@compute @workgroup_size(W)
fn unrolledPlanGradient(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let b = group.x + group.y * groups.x;
  if (b >= params.count) {
    return;
  }
  let problem = problems[b];
  let p = Problem(problem.z, problem.w, planOffsets[b], problem.y);
  let first = problem.x + problem.y;
  for (var i = lane; i < p.n; i += W) {
    logA[i] = logWeight(first + i, p.n);
  }
  for (var j = lane; j < p.m; j += W) {
    logB[j] = logWeight(first + p.n + j, p.m);
    v[j] = firstV(j);
    earlier[j] = v[j];
  }
  workgroupBarrier();
  for (var k = 0u; k < params.iterations; k++) {
    updateRows(p, lane);
    for (var j = lane; j < p.m; j += W) {
      let found = select(LOG_ZERO, logB[j] - columnLog(p, j), logB[j] > LOG_ZERO);
      v[j] = found;
      earlier[j] = found;
      history[k * params.columns + p.y + j] = found;
    }
    workgroupBarrier();
  }
  seed(p, lane);
  for (var k = params.iterations; k > 0u; k--) {
    stepBack(p, k, lane);
  }
}
