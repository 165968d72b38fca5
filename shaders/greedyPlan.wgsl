// greedyPlan: hard alignment, each row of a problem sends all its mass to its cheapest column.
//
//   plan[i,j] = 1/n if j is the first argmin of cost[i,.], else 0;  loss[b] = sum_i min_j cost[i,j] / n
//
// in     cost        f32 [E]     per problem n x m, row-major
// in     problems, planOffsets   see ragged.ts
// out    plan        f32 [E]     every entry written
// out    loss        f32 [B]
// grid   one workgroup per problem, folded into y; W invocations stride over rows
// error  plan exact but for 1/n (1 ulp); loss 1.2e-7 relative; asserted by greedyPlan.test.ts
// source Jalili Sabet et al. 2020, SimAlign (one direction of Argmax)

struct Params {
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cost: array<f32>;
@group(0) @binding(2) var<storage, read> problems: array<vec4u>;
@group(0) @binding(3) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(4) var<storage, read_write> plan: array<f32>;
@group(0) @binding(5) var<storage, read_write> loss: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

var<workgroup> part: array<f32, W>;

@compute @workgroup_size(W)
fn greedyPlan(
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
  let weight = 1.0 / f32(problem.z);

  var sum = 0.0;
  for (var i = lane; i < problem.z; i += W) {
    let row = planOffsets[b] + i * m;
    var best = 0u;
    var least = cost[row];
    for (var j = 1u; j < m; j++) {
      let c = cost[row + j];
      if (c < least) {
        least = c;
        best = j;
      }
    }
    for (var j = 0u; j < m; j++) {
      plan[row + j] = select(0.0, weight, j == best);
    }
    sum += least;
  }
  part[lane] = sum;
  workgroupBarrier();
  for (var half = W / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      part[lane] += part[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    loss[b] = weight * part[0];
  }
}
