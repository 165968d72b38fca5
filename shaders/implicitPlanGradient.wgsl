// implicitPlanGradient: exact derivative of <P(C), C> by C, P the balanced entropic plan of cost C.
//
//   dC = P + P / eps * (l_i + mu_j - Q_ij),   mu_j = -sum_i P_ij l_i / c_j,   Q = C - sum_i P_ij C_ij / c_j
//   L l = rowsum(P * Q),   L the Laplacian with links sum_j P_ij P_kj / c_j,   c the column sums
//
// in     plan        f32 [E]     per problem n x m, row-major
// in     cost        f32 [E]     likewise
// in     problems, planOffsets   see ragged.ts
// out    dC          f32 [E]     every entry written
// inout  scratch     f32 [E]     matrices of problems whose shorter side has more than 55 tokens
// grid   one workgroup per problem, folded into y; nodes are the tokens of the shorter side
// error  relative (Frobenius) 4.5e-7 at eps >= 0.05, 4e-6 at 0.005; asserted by implicitPlanGradient.test.ts
// source Luise et al. 2018, Differential Properties of Sinkhorn Approximation, section 4

struct Params {
  count: u32,
  eps: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> plan: array<f32>;
@group(0) @binding(2) var<storage, read> cost: array<f32>;
@group(0) @binding(3) var<storage, read> problems: array<vec4u>;
@group(0) @binding(4) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(5) var<storage, read_write> dC: array<f32>;
@group(0) @binding(6) var<storage, read_write> scratch: array<f32>;

override W: u32 = 64; // invocations per workgroup
const PUSHES = true;

// @include planSide

fn rootsAt(side: Side, at: vec4u) -> vec4f {
  let i = at + side.at;
  return vec4f(dC[i.x], dC[i.y], dC[i.z], dC[i.w]);
}

fn costsAt(side: Side, at: vec4u) -> vec4f {
  let i = at + side.at;
  return vec4f(cost[i.x], cost[i.y], cost[i.z], cost[i.w]);
}

// @include laplacian

// dC = P / sqrt(its column sum) for the links.
fn makeRoots(side: Side, lane: u32) {
  for (var t = lane; t < side.others; t += W) {
    let first = side.at + t * side.other;
    var sum = 0.0;
    for (var s = 0u; s < side.nodes; s++) {
      sum += plan[first + s * side.node];
    }
    let scale = select(0.0, 1.0 / sqrt(max(sum, TINIEST)), sum > TINIEST);
    for (var s = 0u; s < side.nodes; s++) {
      dC[first + s * side.node] = scale * plan[first + s * side.node];
    }
  }
}

// l_s - C_st counts from its value at the heaviest entry of column t, and the bracket is how far it is from its
// mean under P: what cancels is small there.
fn finish(side: Side, lane: u32) {
  for (var t = lane; t < side.others; t += W) {
    let first = side.at + t * side.other;
    var top = -1.0;
    var sum = 0.0;
    var zero = 0.0;
    for (var s = 0u; s < side.nodes; s++) {
      let at = first + s * side.node;
      let p = plan[at];
      sum += p;
      if (p > top) {
        top = p;
        zero = source[s] - cost[at];
      }
    }
    var mean = 0.0;
    for (var s = 0u; s < side.nodes; s++) {
      let at = first + s * side.node;
      mean += plan[at] * ((source[s] - cost[at]) - zero);
    }
    mean /= max(sum, TINIEST);
    for (var s = 0u; s < side.nodes; s++) {
      let at = first + s * side.node;
      dC[at] = plan[at] * (1.0 + (((source[s] - cost[at]) - zero) - mean) / params.eps);
    }
  }
}

@compute @workgroup_size(W)
fn implicitPlanGradient(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let b = group.x + group.y * groups.x;
  if (b >= params.count) {
    return;
  }
  let side = sideOf(problems[b], planOffsets[b]);
  let graph = graphOf(side.nodes, side.at);
  for (var s = lane; s < side.nodes; s += W) {
    source[s] = 0.0;
    ground[s] = 0.0;
  }
  makeRoots(side, lane);
  storageBarrier();
  workgroupBarrier();
  makeLinks(graph, side, lane);
  storageBarrier();
  workgroupBarrier();
  eliminate(graph, lane);
  substitute(graph, lane);
  finish(side, lane);
}
