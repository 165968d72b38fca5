// transportPlan: transport plans of a ragged batch from their potentials, and what each plan costs.
//
//   plan[i,j] = exp((f[i] + g[j] - cost[i,j]) / eps),  loss[b] = sum_ij plan[i,j] cost[i,j]
//
// in     cost        f32 [E]     per problem n x m, row-major
// in     f           f32 [N]     row potentials in the unit of cost, weights included
// in     g           f32 [M]     column potentials, likewise
// in     problems, planOffsets   see ragged.ts
// out    plan        f32 [E]     at most 1 each; 0 where a potential stands for a zero weight
// out    loss        f32 [B]     per row, then over rows: never one sum of n * m terms
// grid   one workgroup per problem, folded into y; W invocations stride over rows
// error  5e-7 relative (Frobenius) at eps >= 0.05, 8e-6 at 0.005; asserted by transportPlan.test.ts
// source Peyre & Cuturi 2019, Computational Optimal Transport, section 4.4

struct Params {
  count: u32,
  scale: f32, // log2(e) / eps
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cost: array<f32>;
@group(0) @binding(2) var<storage, read> f: array<f32>;
@group(0) @binding(3) var<storage, read> g: array<f32>;
@group(0) @binding(4) var<storage, read> problems: array<vec4u>;
@group(0) @binding(5) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(6) var<storage, read_write> plan: array<f32>;
@group(0) @binding(7) var<storage, read_write> loss: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

var<workgroup> part: array<f32, W>;

@compute @workgroup_size(W)
fn transportPlan(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let b = group.x + group.y * groups.x;
  if (b >= params.count) {
    return;
  }
  let problem = problems[b];
  let m = problem.w;

  var lossHere = 0.0;
  for (var i = lane; i < problem.z; i += W) {
    let row = planOffsets[b] + i * m;
    var rowLoss = 0.0;
    for (var j = 0u; j < m; j++) {
      let c = cost[row + j];
      // Weights are at most 1, so a positive exponent can only be rounding at a tiny eps.
      let p = exp2(min(params.scale * (f[problem.x + i] + g[problem.y + j] - c), 0.0));
      plan[row + j] = p;
      rowLoss += p * c;
    }
    lossHere += rowLoss;
  }
  part[lane] = lossHere;
  workgroupBarrier();
  for (var half = W / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      part[lane] += part[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    loss[b] = part[0];
  }
}
