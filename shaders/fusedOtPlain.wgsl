// fusedOtPlain: fusedOt for plain problems alone, in the kernel domain throughout: cosine costs without prior,
// weights 1/n and 1/m, balanced, eps constant, from a cold start, and in range (`isPlain` of fusedOtPlain.ts).
//
//   P[i,j] = u[i] K[i,j] v[j], K[i,j] = exp((cos[i,j] - 1) / eps); u = 1 / (n K v), then v = 1 / (m K' u)
//
// Where K <= 1 nothing need be shifted: centred, the column potentials stay within R + w of 0 and the largest of them
// above it (docs/optimal-transport.md, section 4), so row sums of K v are at least 2^-R and column sums of K' u at
// least 2^-(R + w) / m; what is flushed to zero, below 2^-126 a term, is 2^-32 of either at most.
//
// in     x           f32 [N, d]  teacher tokens, raw
// in     y           f32 [M, d]  student tokens, raw
// in     table       u32 [T, 8]  as in fusedOt
// out    potentials  f32 [N + M] f, then g of each problem
// out    status      f32 [B, 8]  STATUS of otProblem.ts
// out    gradient    f32 [M, d]  where wanted: of the regularised value by y, times gradientScale
// out    plan        f32 [E]     where wanted: per problem n x m, row-major
// grid   one workgroup per row of table, folded into y; 4 invocations
// error  loss 2e-6, gradient 5e-6 relative; asserted by fusedOtPlain.test.ts
// source Peyre & Cuturi 2019, Computational Optimal Transport, chapter 4

// @include otProblem
// @include TOKENS

const W = 4u; // invocations
const SIDE = 64u;
const NORM = 384u; // places of tokens in scratch; from 0 on columns of a second set of partial sums
const SCALING = 256u;
const SUMS = 512u;
const ROWS = $COLUMNSu; // rows an invocation holds: row i is in invocation i % 4
const COLUMNS = $COLUMNSu; // vectors of 4 columns

var<workgroup> total: f32;
var<workgroup> across: array<vec4f, COLUMNS>; // v
var<private> kernel: array<vec4f, ROWS * COLUMNS>;

// Odd, as in fusedOt.
fn strideOf(p: Problem) -> u32 {
  return ((p.m + 3u) / 4u) | 1u;
}

fn place(k: u32) -> u32 {
  return k % SIDE;
}

// @include scratchMemory
// @include fusedTile
// @include plainScale
// @include plainResult

@compute @workgroup_size(W)
fn fusedOtPlain(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let b = group.x + group.y * groups.x;
  if (b >= params.count) {
    return;
  }
  let p = problemOf(b);
  openMemory(p);
  sumProducts(p, lane);
  sync();
  makeKernel(p, lane);
  var k = 0u;
  var done = false;
  loop {
    // Once more than rows are updated: the last are the sums of the plan.
    sumRows();
    if (done) {
      break;
    }
    let looks = (k + 1u) % $CHECK_EVERY == 0u && params.tolerance > 0.0;
    for (var once = 0u; once < u32(looks); once++) {
      setTile(lane, vec4f(residual()));
    }
    scaleRows();
    scaleColumns(p, lane);
    k += 1u;
    done = k >= params.iterations;
    if (looks) {
      done = done || residualOfAll(lane) <= params.tolerance;
    }
  }
  makePlan(p, lane);
  sync();
  let columns = sumColumns(p, lane);
  sync();
  for (var once = 0u; once < params.wantGradient; once++) {
    writeGradient(p, lane);
  }
  report(p, lane, k, columns);
}
