// planLoss: what given plans cost, problem by problem.
//
//   loss[b] = sum_ij plan[i,j] cost[i,j]
//
// in     plan        f32 [E]     per problem n x m, row-major
// in     cost        f32 [E]
// in     problems, planOffsets   see ragged.ts
// out    loss        f32 [B]
// grid   one workgroup per problem, folded into y; W invocations stride over entries
// error  1.4e-7 relative to sum |plan cost|, up to 67 x 67; asserted by planLoss.test.ts
// source definition

struct Params {
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> plan: array<f32>;
@group(0) @binding(2) var<storage, read> cost: array<f32>;
@group(0) @binding(3) var<storage, read> problems: array<vec4u>;
@group(0) @binding(4) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(5) var<storage, read_write> loss: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

var<workgroup> part: array<f32, W>;

@compute @workgroup_size(W)
fn planLoss(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let b = group.x + group.y * groups.x;
  if (b >= params.count) {
    return;
  }
  let first = planOffsets[b];
  let entries = problems[b].z * problems[b].w;

  var sum = 0.0;
  for (var k = lane; k < entries; k += W) {
    sum += plan[first + k] * cost[first + k];
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
    loss[b] = part[0];
  }
}
