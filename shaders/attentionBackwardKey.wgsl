// attentionBackwardKey: gradients of attention with respect to the keys and the values.
//
//   dk[j] = scale sum_i p[i,j] (f[i,j] dy[i] . v[j] - delta[i]) q[i],   dv[j] = sum_i p[i,j] f[i,j] dy[i]
//   p[i,j] = exp(scale q[i] . k[j] - logSum[i])   per head, i over the text of j in order; f as in attention
//
// in     q        f32 [n, heads * 4 V]   inputs of attention
// in     k        f32 [n, heads * 4 V]
// in     v        f32 [n, heads * 4 V]
// in     dy       f32 [n, heads * 4 V]   gradient of its result
// in     offsets  u32 [texts + 1]        where texts begin and end in the rows
// in     state    f32 [n, heads, 2]      logSum and delta, from attentionDelta
// out    dk       f32 [n, heads * 4 V]   every entry written; 0 for rows of no text
// out    dv       f32 [n, heads * 4 V]   every entry written; 0 for rows of no text
// grid   one invocation per row and head, W per workgroup, folded into y; V and U are filled in before compiling
// error  |gpu - float64| <= 3e-7 for dk, <= 6e-7 for dv, |q|, |k|, |v|, |dy| <= 1, texts up to 512; asserted by attentionBackwardKey.test.ts
// source Dao et al. 2022, FlashAttention, algorithm 4 (recomputation)

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
@group(0) @binding(4) var<storage, read> dy: array<vec4f>;
@group(0) @binding(5) var<storage, read> offsets: array<u32>;
@group(0) @binding(6) var<storage, read> state: array<f32>;
@group(0) @binding(7) var<storage, read_write> dk: array<vec4f>;
@group(0) @binding(8) var<storage, read_write> dv: array<vec4f>;

override W: u32 = 64; // rows per workgroup

// @include dropoutHash
// @include attentionRow

@compute @workgroup_size(W)
fn attentionBackwardKey(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let at = (group.x + group.y * groups.x) * W + lane;
  let head = at / params.n;
  let key = at % params.n;
  if (head >= params.heads) {
    return;
  }
  let text = textOf(key);
  let own = (key * params.heads + head) * $V;
  var ownKey: array<vec4f, $V>;
  var ownValue: array<vec4f, $V>;
  var keySums: array<vec4f, $V>;
  var valueSums: array<vec4f, $V>;
  for (var b = 0u; b < $V; b += $U) {
    // @unroll c 0..U
    ownKey[b + $c] = params.scale * k[own + b + $c];
    ownValue[b + $c] = v[own + b + $c];
    keySums[b + $c] = vec4f(0.0);
    valueSums[b + $c] = vec4f(0.0);
    // @end
  }
  for (var row = text.x; row < text.y; row++) {
    let pair = row * params.heads + head;
    let other = pair * $V;
    var score = vec4f(-state[2 * pair], 0.0, 0.0, 0.0);
    var through = vec4f(0.0);
    for (var b = 0u; b < $V; b += $U) {
      // @unroll c 0..U
      score += q[other + b + $c] * ownKey[b + $c];
      through += dy[other + b + $c] * ownValue[b + $c];
      // @end
    }
    let factor = dropoutFactor(row, head, key - text.x);
    let p = exp(addUp(score));
    let ds = p * (factor * addUp(through) - state[2 * pair + 1]);
    for (var b = 0u; b < $V; b += $U) {
      // @unroll c 0..U
      keySums[b + $c] += ds * q[other + b + $c];
      valueSums[b + $c] += p * factor * dy[other + b + $c];
      // @end
    }
  }
  for (var b = 0u; b < $V; b += $U) {
    // @unroll c 0..U
    dk[own + b + $c] = params.scale * keySums[b + $c];
    dv[own + b + $c] = valueSums[b + $c];
    // @end
  }
}
