// columnEntropy: how unevenly the rows of a problem spread over its columns under a soft argmin, and the derivative.
//
//   A = softmax_j(-cost[i,j] / tau),  c_j = sum_i A_ij / n,  loss[b] = 1 + sum_j c_j log c_j / log m
//   dC[i,j] = -A_ij (v_j - sum_k A_ik v_k) / (n tau),  v_j = log c_j / log m
//
// in     cost        f32 [E]     per problem n x m, row-major
// in     problems, planOffsets   see ragged.ts
// out    loss        f32 [B]     0: even, 1: all rows on one column; 0 where m = 1
// out    dC          f32 [E]     of sum_b loss[b], every entry written
// out    mass        f32 [M]     c
// grid   one workgroup per problem, folded into y; W invocations stride over rows, then columns, then rows
// error  |gpu - float64| <= 6e-7 relative to 1 + |value|, tau >= 0.05; asserted by columnEntropy.test.ts
// source entropy of the column masses, over its maximum

struct Params {
  count: u32,
  temperature: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cost: array<f32>;
@group(0) @binding(2) var<storage, read> problems: array<vec4u>;
@group(0) @binding(3) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(4) var<storage, read_write> loss: array<f32>;
@group(0) @binding(5) var<storage, read_write> dC: array<f32>;
@group(0) @binding(6) var<storage, read_write> mass: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

var<workgroup> part: array<f32, W>;

/// Writes the soft argmin of one row of `m` entries to `dC`.
fn spread(row: u32, m: u32) {
  var least = cost[row];
  for (var j = 1u; j < m; j++) {
    least = min(least, cost[row + j]);
  }
  var sum = 0.0;
  for (var j = 0u; j < m; j++) {
    let weight = exp((least - cost[row + j]) / params.temperature);
    dC[row + j] = weight;
    sum += weight;
  }
  for (var j = 0u; j < m; j++) {
    dC[row + j] /= sum;
  }
}

@compute @workgroup_size(W)
fn columnEntropy(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let b = group.x + group.y * groups.x;
  if (b >= params.count) {
    return;
  }
  let problem = problems[b];
  let first = planOffsets[b];
  let n = problem.z;
  let m = problem.w;
  for (var i = lane; i < n; i += W) {
    spread(first + i * m, m);
  }
  storageBarrier();
  // One column has no other to share with: its entropy is as large as it can be.
  let rate = select(1.0 / log(f32(max(m, 2u))), 0.0, m == 1u);
  var sum = 0.0;
  for (var j = lane; j < m; j += W) {
    var total = 0.0;
    for (var i = 0u; i < n; i++) {
      total += dC[first + i * m + j];
    }
    let share = total / f32(n);
    mass[problem.y + j] = share;
    sum += share * log(max(share, 1e-37));
  }
  part[lane] = sum;
  storageBarrier();
  workgroupBarrier();
  for (var half = W / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      part[lane] += part[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    loss[b] = select(1.0 + rate * part[0], 0.0, m == 1u);
  }
  for (var i = lane; i < n; i += W) {
    let row = first + i * m;
    var mean = 0.0;
    for (var j = 0u; j < m; j++) {
      mean += dC[row + j] * log(max(mass[problem.y + j], 1e-37));
    }
    for (var j = 0u; j < m; j++) {
      let gap = log(max(mass[problem.y + j], 1e-37)) - mean;
      dC[row + j] *= -rate * gap / (f32(n) * params.temperature);
    }
  }
}
