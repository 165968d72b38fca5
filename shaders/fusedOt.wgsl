// fusedOt: entropic optimal transport of every problem of a ragged batch, tokens to gradient, in one dispatch.
//
//   P[i,j] = exp((f[i] + g[j] + h - C[i,j]) / eps), dY, status: docs/optimal-transport.md sections 1 to 4
//
// in     x           f32 [N, d]  teacher tokens, raw
// in     y           f32 [M, d]  student tokens, raw
// in     table       u32 [T, 8]  per workgroup xOffset, yOffset, n, m, planOffset, problem; n, m <= 64
// in     weights     f32 [N + M] rows and columns of each problem, where weighted
// inout  potentials  f32 [N + M] f, then g of each problem; read first where warm
// out    status      f32 [B, 8]  STATUS of otProblem.ts
// out    gradient    f32 [M, d]  where wanted: of the regularised value by y, times gradientScale
// out    plan        f32 [E]     where wanted: per problem n x m, row-major
// grid   one workgroup per row of table, folded into y; W invocations, R rows or columns each
// error  loss 2e-6, gradient 5e-6 relative for eps >= .005; asserted by fusedOt.test.ts
// source Peyre & Cuturi 2019, Computational Optimal Transport, chapter 4; Schmitzer 2019 (absorption)

// @include otProblem
// @include TOKENS
// @include otUpdate

alias Lanes = vec4f; // that one invocation updates

override W: u32 = 64; // invocations per workgroup
override R: u32 = 1; // rows or columns per invocation: 4 where invocations are dear, else 1
override TILE: u32 = 840; // vectors of 4 entries, where the tile is in workgroup memory
override GENERAL: bool = true; // false: balanced and not relaxed, all else left out
const SIDE = 64u; // columns follow this many rows in each block of `tokens`
const WEIGHT = 0u;
const BASE = 128u; // potentials (base 2) inside the kernel
const SCALING = 256u;
const NORM = 384u;
const SUMS = 512u;
const PLACE = 640u;
const OLD = 768u; // scalings before the last update
const DRIFT = exp2(f32($ABSORB_BITS));
const MOST_EPOCHS = 8u;

var<workgroup> total: f32;
var<workgroup> leaving: atomic<u32>;

// Odd, so that rows start in different memory banks.
fn strideOf(p: Problem) -> u32 {
  return ((p.m + 3u) / 4u) | 1u;
}

// Entries (i, j + 0..R-1).
fn entry(p: Problem, i: u32, j: u32) -> vec4f {
  if (R == 4u) {
    return tileAt(i * strideOf(p) + j / 4u);
  }
  return vec4f(tileAt(i * strideOf(p) + j / 4u)[j % 4u]);
}

// The tokens from `at` that this invocation updates; one alone four times, since its neighbours are not its own.
fn mine(at: u32) -> vec4f {
  if (R == 4u) {
    return four(at);
  }
  return vec4f(token(at));
}

// @include MEMORY
// @include fusedTokens
// @include fusedTile
// @include fusedLog
// @include fusedCourse
// @include fusedScale
// @include SCALING
// @include fusedResult

@compute @workgroup_size(W)
fn fusedOt(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let b = group.x + group.y * groups.x;
  if (b >= params.count) {
    return;
  }
  let whole = problemOf(b);
  openMemory(whole);
  let p = choose(whole, lane);
  sync();
  readTokens(p, lane);
  sync();
  var domain = KERNEL;
  var state = State(0u, params.first, select(0.0, params.logMass, params.marginals == PARTIAL),
    0.0, 0.0, Pace(1.0, 0.0, 0.0), false);
  var columnsFirst = false;
  for (var epoch = 0u; epoch == 0u || !state.done; epoch++) {
    fillTile(p, lane);
    sync();
    var sweeps = 1u;
    if (epoch == 0u) {
      domain = domainOf(p, lane);
      sweeps = select(2u, 0u, domain == KERNEL || params.warm == 1u);
    }
    if (epoch > MOST_EPOCHS) {
      domain = LOGS;
    }
    while (!state.done && (sweeps > 0u || domain == LOGS || state.z < 1.0)) {
      state = logIteration(p, lane, state, columnsFirst);
      columnsFirst = false;
      sweeps = max(sweeps, 1u) - 1u;
    }
    state.inside = state.h;
    makeKernel(p, lane, state.z, state.h);
    beginScaling(p, lane);
    var inside = true;
    while (!state.done && inside) {
      scaleRows(p, lane, state);
      if (domain == ABSORPTION) {
        inside = !left(lane);
      }
      if (inside) {
        scaleColumns(p, lane, state);
        if (domain == ABSORPTION) {
          inside = !left(lane);
        }
        columnsFirst = !inside;
        if (inside) {
          state = finished(p, lane, state);
        }
      }
    }
    endScaling(p, lane, !inside && !columnsFirst, columnsFirst);
    for (var once = 0u; once < u32(!inside); once++) {
      absorb(lane);
    }
  }
  let scale = params.scale * state.z;
  makePlan(p, lane, state.h - state.inside);
  sumPlan(p, lane, scale, state.h);
  storePlan(p, lane);
  for (var once = 0u; once < params.wantGradient; once++) {
    writeGradient(p, lane);
    clearGradient(p, lane);
  }
  sync();
  report(p, lane, scale, state.h, state.k, domain);
}
