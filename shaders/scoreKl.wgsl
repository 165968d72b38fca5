// scoreKl: divergence of a student's softmax over documents from a teacher's, and its gradient.
//
//   q = softmax(targets[i,.] / tau),  p = softmax(scores[i,.] / tau),  loss[i] = sum_j q_j log(q_j / p_j)
//   dScores = d( scale * sum_i loss[i] ) / d scores = scale / tau * (p - q)
//
// in     scores   f32 [Q, D]
// in     targets  f32 [Q, D]   in the unit of scores; LOG_ZERO for a document of probability 0
// out    loss     f32 [Q]      in nats, without the scale
// out    dScores  f32 [Q, D]   every entry written
// grid   one workgroup per row, folded into y; W invocations stride over documents
// error  |gpu - float64| <= 8e-7 (loss), 3e-6 (dScores) relative to 1 + |value|, tau >= 0.01; asserted by scoreKl.test.ts
// source Hinton et al. 2015, Distilling the Knowledge in a Neural Network, section 2

struct Params {
  rows: u32,
  width: u32,
  temperature: f32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<f32>;
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;
@group(0) @binding(4) var<storage, read_write> dScores: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

const LOWEST: f32 = -3.0e38;

var<workgroup> part: array<vec2f, W>;

/// The largest or the sum of all lanes' values, by component.
fn fold(lane: u32, value: vec2f, largest: bool) -> vec2f {
  part[lane] = value;
  workgroupBarrier();
  for (var half = W / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      let other = part[lane + half];
      part[lane] = select(part[lane] + other, max(part[lane], other), largest);
    }
    workgroupBarrier();
  }
  let all = part[0];
  workgroupBarrier();
  return all;
}

@compute @workgroup_size(W)
fn scoreKl(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = group.x + group.y * groups.x;
  if (i >= params.rows) {
    return;
  }
  let row = i * params.width;
  var top = vec2f(LOWEST);
  for (var j = lane; j < params.width; j += W) {
    top = max(top, vec2f(scores[row + j], targets[row + j]));
  }
  top = fold(lane, top, true);
  // Differences to the maximum before the division keep a temperature of 0.01 exact.
  var mass = vec2f();
  for (var j = lane; j < params.width; j += W) {
    mass += exp((vec2f(scores[row + j], targets[row + j]) - top) / params.temperature);
  }
  mass = fold(lane, mass, false);
  let logMass = log(mass);
  var divergence = 0.0;
  for (var j = lane; j < params.width; j += W) {
    let logits = (vec2f(scores[row + j], targets[row + j]) - top) / params.temperature - logMass;
    let p = exp(logits);
    divergence += select(0.0, p.y * (logits.y - logits.x), p.y > 0.0);
    dScores[row + j] = params.scale / params.temperature * (p.x - p.y);
  }
  let total = fold(lane, vec2f(divergence, 0.0), false);
  if (lane == 0u) {
    loss[i] = total.x;
  }
}
