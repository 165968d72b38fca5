// marginMse: squared difference of a student's and a teacher's score margins over all pairs of documents.
//
//   e = scores[i,.] - targets[i,.],  loss[i] = mean_{j<k} (e_j - e_k)^2 = 2 / (D - 1) sum_j (e_j - mean e)^2
//   dScores = d( scale * sum_i loss[i] ) / d scores = scale * 4 / (D - 1) (e_j - mean e)
//
// in     scores   f32 [Q, D]
// in     targets  f32 [Q, D]
// out    loss     f32 [Q]      without the scale; 0 where D = 1
// out    dScores  f32 [Q, D]   every entry written
// grid   one workgroup per row, folded into y; W invocations stride over documents
// error  |gpu - float64| <= 3.2e-7 relative to 1 + |value|; asserted by marginMse.test.ts
// source Hofstaetter et al. 2020, Improving Efficient Neural Ranking Models with Cross-Architecture Knowledge Distillation

struct Params {
  rows: u32,
  width: u32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<f32>;
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;
@group(0) @binding(4) var<storage, read_write> dScores: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

var<workgroup> part: array<f32, W>;

/// The sum of all lanes' values.
fn fold(lane: u32, value: f32) -> f32 {
  part[lane] = value;
  workgroupBarrier();
  for (var half = W / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      part[lane] += part[lane + half];
    }
    workgroupBarrier();
  }
  let all = part[0];
  workgroupBarrier();
  return all;
}

@compute @workgroup_size(W)
fn marginMse(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = group.x + group.y * groups.x;
  if (i >= params.rows) {
    return;
  }
  let row = i * params.width;
  var sum = 0.0;
  for (var j = lane; j < params.width; j += W) {
    sum += scores[row + j] - targets[row + j];
  }
  let mean = fold(lane, sum) / f32(params.width);
  let share = 2.0 / max(f32(params.width) - 1.0, 1.0);
  var squares = 0.0;
  for (var j = lane; j < params.width; j += W) {
    let gap = scores[row + j] - targets[row + j] - mean;
    squares += gap * gap;
    dScores[row + j] = params.scale * 2.0 * share * gap;
  }
  let total = fold(lane, squares);
  if (lane == 0u) {
    loss[i] = share * total;
  }
}
