// supervisedContrastive: loss of each anchor in a batch, and its gradient.
//
//   loss[i] = -1/|P(i)| sum_{p in P(i)} log( exp(s[i,p]/tau) / sum_{j != i} exp(s[i,j]/tau) )
//   dScores = d( scale * sum_i loss[i] ) / d scores,  P(i) = { p != i : labels[p] = labels[i] }
//
// in     scores   f32 [n, n]   row i: anchor i against all; the diagonal is not read
// in     labels   u32 [n]
// out    loss     f32 [n]      without the scale; 0 where P(i) is empty
// out    dScores  f32 [n, n]   every entry written; the diagonal and rows without positives are 0
// grid   one invocation per anchor, W a workgroup, folded into y
// error  |gpu - float64| <= 6e-7 relative to 1 + |value|; asserted by supervisedContrastive.test.ts
// source Khosla et al. 2020, Supervised Contrastive Learning, equation 2

struct Params {
  n: u32,
  temperature: f32,
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;
@group(0) @binding(4) var<storage, read_write> dScores: array<f32>;

override W: u32 = 32;

const LOWEST: f32 = -3.0e38;

@compute @workgroup_size(W)
fn supervisedContrastive(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let n = params.n;
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i >= n) {
    return;
  }
  let row = i * n;
  var top = LOWEST;
  var positives = 0.0;
  for (var j = 0u; j < n; j++) {
    if (j != i) {
      top = max(top, scores[row + j]);
      positives += f32(labels[j] == labels[i]);
    }
  }
  // Differences to the maximum before the division keep a temperature of 0.01 exact.
  var mass = 0.0;
  var pull = 0.0;
  for (var j = 0u; j < n; j++) {
    if (j != i) {
      let logit = (scores[row + j] - top) / params.temperature;
      mass += exp(logit);
      pull += select(0.0, logit, labels[j] == labels[i]);
    }
  }
  let weight = 1.0 / max(positives, 1.0);
  let lone = positives == 0.0;
  loss[i] = select(log(max(mass, 1.0)) - pull * weight, 0.0, lone);
  let rate = select(params.scale / params.temperature, 0.0, lone);
  for (var j = 0u; j < n; j++) {
    // The diagonal is usually the largest score and would overflow.
    let share = exp(min(scores[row + j] - top, 0.0) / params.temperature) / max(mass, 1.0);
    let wanted = select(0.0, weight, labels[j] == labels[i]);
    dScores[row + j] = select(rate * (share - wanted), 0.0, j == i);
  }
}
