// attention: multi-head self-attention of each text over itself, without a matrix of scores in memory.
//
//   y[i] = sum_j p[i,j] f[i,j] v[j],   p[i,j] = exp(s[i,j] - logSum[i]),   s[i,j] = scale q[i] . k[j],
//   logSum[i] = log sum_j exp(s[i,j])   per head, j over the text of i; f is 1, or 0 or keepScale by dropout
//
// in     q        f32 [n, heads * 4 V]   row-major, one head after the other; |s| below 1e30
// in     k        f32 [n, heads * 4 V]
// in     v        f32 [n, heads * 4 V]
// in     offsets  u32 [texts + 1]        where texts begin and end in the rows
// out    y        f32 [n, heads * 4 V]   every entry written; 0 for rows of no text
// out    logSum   f32 [n, heads]         every entry written
// grid   one invocation per row and head, W per workgroup, folded into y; V and U are filled in before compiling
// error  |gpu - float64| <= 5e-7 for y, <= 3e-6 for logSum, |q|, |k|, |v| <= 1, texts up to 512; asserted by attention.test.ts
// source Milakov & Gimelshein 2018, Online normalizer calculation for softmax; Dao et al. 2022, FlashAttention

struct Params {
  n: u32,
  heads: u32,
  texts: u32,
  scale: f32, // 1 / sqrt(head width)
  stream: u32, // what the seed contributes to the hash
  threshold: u32, // hashes below it are dropped; 0 without dropout
  keepScale: f32, // 1 / (1 - rate)
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> q: array<vec4f>;
@group(0) @binding(2) var<storage, read> k: array<vec4f>;
@group(0) @binding(3) var<storage, read> v: array<vec4f>;
@group(0) @binding(4) var<storage, read> offsets: array<u32>;
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> logSum: array<f32>;

override W: u32 = 64; // rows per workgroup

const LOG_ZERO: f32 = -1.0e30;

// @include dropoutHash
// @include attentionRow

@compute @workgroup_size(W)
fn attention(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Neighbours share a head and mostly a text, so that they read the same keys.
  let at = (group.x + group.y * groups.x) * W + lane;
  let head = at / params.n;
  let row = at % params.n;
  if (head >= params.heads) {
    return;
  }
  let text = textOf(row);
  let own = (row * params.heads + head) * $V;
  var query: array<vec4f, $V>;
  var sums: array<vec4f, $V>;
  for (var b = 0u; b < $V; b += $U) {
    // @unroll c 0..U
    query[b + $c] = params.scale * q[own + b + $c];
    sums[b + $c] = vec4f(0.0);
    // @end
  }
  var top = LOG_ZERO;
  var sum = 0.0;
  for (var key = text.x; key < text.y; key++) {
    let other = (key * params.heads + head) * $V;
    var dot4 = vec4f(0.0);
    for (var b = 0u; b < $V; b += $U) {
      // @unroll c 0..U
      dot4 += query[b + $c] * k[other + b + $c];
      // @end
    }
    let score = addUp(dot4);
    let higher = max(top, score);
    let shrink = exp(top - higher);
    let weight = exp(score - higher);
    top = higher;
    sum = sum * shrink + weight;
    let kept = weight * dropoutFactor(row, head, key - text.x);
    for (var b = 0u; b < $V; b += $U) {
      // @unroll c 0..U
      sums[b + $c] = sums[b + $c] * shrink + kept * v[other + b + $c];
      // @end
    }
  }
  let share = select(0.0, 1.0 / sum, sum > 0.0);
  for (var b = 0u; b < $V; b += $U) {
    // @unroll c 0..U
    y[own + b + $c] = sums[b + $c] * share;
    // @end
  }
  logSum[row * params.heads + head] = top + log(max(sum, 1e-30));
}
