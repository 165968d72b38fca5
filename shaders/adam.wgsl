// adam: one step of Adam or AdamW in place, with optional clipping and an optional pull towards given weights.
//
//   g = clipScale limit gradient + pull (w - start),   |g| counted as at most 1e16
//   limit = min(1, maxNorm / (|clipScale| sqrt(sumOfSquares))) where maxNorm is not 0, else 1
//   m = beta1 m + (1 - beta1) g,   v = beta2 v + (1 - beta2) g^2
//   w = w - rate m / (sqrt(v) spread + epsilon) - decay w
//   where gradient is infinite or no number: w = 1e30, m = v = 0. Such a weight is lost, and 1e30 says so to whoever
//   looks at the norm of the weights; clamp, min and comparisons may make any number of a NaN (WGSL, section 15.7).
//
// in     gradient  f32 [count]
// in     start     f32 [count]   read where pull is not 0, else any tensor
// in     sumOfSquares  f32 [1]   of all gradients of the step; read where maxNorm is not 0, else any tensor
// inout  w         f32 [count]   the weights
// inout  m         f32 [count]   mean of the gradients
// inout  v         f32 [count]   mean of their squares
// grid   one invocation per weight, W per workgroup, folded into y
// error  |gpu - float64| <= 4e-7 for w after 5 steps with |w| <= 1, learningRate 0.01; asserted by adam.test.ts
// source Kingma & Ba 2015, Adam, algorithm 1; Loshchilov & Hutter 2019, AdamW; Li et al. 2018, L2-SP (the pull)

struct Params {
  count: u32,
  beta1: f32,
  beta2: f32,
  oneMinusBeta1: f32, // from float64: 1 - 0.999 in f32 is off by 2e-5
  oneMinusBeta2: f32,
  rate: f32, // learningRate / (1 - beta1^step)
  spread: f32, // 1 / sqrt(1 - beta2^step)
  epsilon: f32,
  pull: f32,
  clipScale: f32,
  maxNorm: f32,
  decay: f32, // learningRate weightDecay
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read> start: array<f32>;
@group(0) @binding(3) var<storage, read> sumOfSquares: array<f32>;
@group(0) @binding(4) var<storage, read_write> w: array<f32>;
@group(0) @binding(5) var<storage, read_write> m: array<f32>;
@group(0) @binding(6) var<storage, read_write> v: array<f32>;

override W: u32 = 256; // weights per workgroup

const CEILING: f32 = 1.0e16; // keeps squares finite
const LOST: f32 = 1.0e30; // a weight whose gradient was not finite

// By the bits: a compiler may take for granted that no float is infinite or NaN.
fn isFinite(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
}

@compute @workgroup_size(W)
fn adam(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i >= params.count) {
    return;
  }
  if (!isFinite(gradient[i])) {
    m[i] = 0.0;
    v[i] = 0.0;
    w[i] = LOST;
    return;
  }
  var scale = params.clipScale;
  if (params.maxNorm != 0.0) {
    let norm = abs(params.clipScale) * sqrt(sumOfSquares[0]);
    if (norm > params.maxNorm) {
      scale *= params.maxNorm / norm;
    }
  }
  var g = scale * gradient[i];
  if (params.pull != 0.0) {
    g += params.pull * (w[i] - start[i]);
  }
  g = clamp(g, -CEILING, CEILING);
  let mean = params.beta1 * m[i] + params.oneMinusBeta1 * g;
  let square = params.beta2 * v[i] + params.oneMinusBeta2 * g * g;
  m[i] = mean;
  v[i] = square;
  w[i] -= params.rate * mean / (sqrt(square) * params.spread + params.epsilon) + params.decay * w[i];
}
