// fusedOtRegister: fusedOt for real GPUs: an invocation keeps row t and column t of the kernel in registers.
//
//   P[i,j] = exp((f[i] + g[j] + h - C[i,j]) / eps), dY, status: docs/optimal-transport.md sections 1 to 4
//
// in     x           f32 [N, d]  teacher tokens, raw; or u32 [N, d/2], halves
// in     y           f32 [M, d]  student tokens, raw; or halves
// in     table       u32 [T, 8]  per workgroup xOffset, yOffset, n, m, planOffset, problem; n, m <= 4 V
// in     weights     f32 [N + M] rows and columns of each problem, where weighted
// inout  potentials  f32 [N + M] f, then g of each problem; read first where warm
// out    status      f32 [B, 8]  STATUS of otProblem.ts
// out    gradient    f32 [M, d]  where wanted: of the regularised value by y, times gradientScale
// out    plan        f32 [E]     where wanted: per problem n x m, row-major
// grid   one workgroup of 4 V invocations per row of table, folded into y; V is 8 or 16, set when composed
// error  loss 2e-6, gradient 5e-6 relative for eps >= .005; asserted by fusedOtRegister.test.ts
// source Peyre & Cuturi 2019, Computational Optimal Transport, chapter 4; Schmitzer 2019 (absorption)
//
// One barrier per half iteration, no subgroups, 5 KiB of workgroup memory at V = 16.

// @include otProblem
// @include TOKENS
// @include otUpdate

alias Lanes = f32; // an invocation updates one row, then one column

override GENERAL: bool = true; // false: balanced and not relaxed, all else left out
const DRIFT: f32 = f32(1u << $ABSORB_BITSu);
const MOST_EPOCHS = 8u;

var<workgroup> total: f32;
var<workgroup> leaving: atomic<u32>;

// @include registerMatrix
// @include registerSweep
// @include registerSolve
// @include registerResult
// @include registerCourse

@compute @workgroup_size(T)
fn fusedOtRegister(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let b = group.x + group.y * groups.x;
  if (b >= params.count) {
    return;
  }
  let p = problemOf(b);
  readTokens(p, lane);
  var domain = KERNEL;
  var k = 0u; // iterations finished
  var z = params.first; // eps over the eps of iteration k
  var done = false;
  var firstSide = 0u; // 1: the next iteration is of columns alone
  var norms = vec2f();
  for (var epoch = 0u; epoch == 0u || !done; epoch++) {
    norms = fillMatrix(p, lane);
    share(lane, base);
    var sweeps = 1u;
    if (epoch == 0u) {
      domain = domainOf(lane);
      sweeps = select(2u, 0u, domain == KERNEL || params.warm == 1u);
    }
    if (epoch > MOST_EPOCHS) {
      domain = LOGS;
    }
    var inside = true;
    var raised = false; // registers hold K, not M
    loop {
      let logs = !done && (sweeps > 0u || domain == LOGS || z < 1.0);
      if (!logs && !raised) {
        makeKernel(lane, z, select(0.0, h, domain == LOGS));
        raised = true;
      }
      if (done || !inside) {
        break;
      }
      // An iteration that left the kernel's range is done again, or its columns alone.
      let again = logs && epoch > 0u && sweeps > 0u;
      if (logs && firstSide == 0u) {
        let before = z;
        z = nextRatio(k, z);
        if (z != before) {
          changeEps(lane, z / before);
        }
      }
      var side = firstSide;
      while (side < 2u && inside) {
        updateSide(lane, side, logs, z, select(pace.omega, 1.0, again));
        let watched = !logs && domain == ABSORPTION;
        if (watched) {
          watch(select(scaling.x, scaling.y, side == 1u));
        }
        workgroupBarrier();
        if (watched) {
          inside = !left(lane);
        }
        side++;
      }
      if (inside) {
        if (again) {
          pace = Pace(1.0, 0.0, 0.0);
        }
        k += 1u;
        done = finished(lane, k, z, firstSide == 1u || !again, logs);
        firstSide = 0u;
        sweeps = max(sweeps, 1u) - 1u;
      } else {
        // The side that left starts again, from the other side's scalings.
        let kept = select(vec2f(0.0, 1.0), vec2f(1.0, 0.0), side == 2u);
        base += select(vec2f(), kept * log2(max(scaling, vec2f(TINY))), weight > vec2f());
        firstSide = side - 1u;
      }
    }
  }
  makePlan(lane, select(h, 0.0, domain == LOGS));
  share(lane, base);
  let scale = params.scale * z;
  let sums = sumColumn(p, lane, scale);
  let mass = sumRow();
  storePlan(p, lane);
  report(p, lane, z, mass, sums, k, domain);
  if (params.wantGradient == 1u) {
    writeGradient(p, lane, norms, sums);
  }
}
