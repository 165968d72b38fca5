// attentionDelta: what both sides of attention's gradient need of each row and head.
//
//   state[i,h] = (logSum[i,h], delta[i,h]),   delta[i,h] = sum of dy[i,c] y[i,c] over the columns c of head h
//
// in     y       f32 [n, heads * 4 V]   result of attention
// in     dy      f32 [n, heads * 4 V]   its gradient
// in     logSum  f32 [n, heads]         result of attention
// out    state   f32 [n, heads, 2]      every entry written
// grid   one invocation per row and head, W per workgroup, folded into y
// error  |gpu - float64| <= 1.2e-6 for |y|, |dy| <= 1 and head widths up to 64; asserted by attentionDelta.test.ts
// source Dao et al. 2022, FlashAttention, appendix B.2

struct Params {
  count: u32, // n heads
  vectors: u32, // V, a quarter of the head width
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> y: array<vec4f>;
@group(0) @binding(2) var<storage, read> dy: array<vec4f>;
@group(0) @binding(3) var<storage, read> logSum: array<f32>;
@group(0) @binding(4) var<storage, read_write> state: array<f32>;

override W: u32 = 64; // pairs of row and head per workgroup

@compute @workgroup_size(W)
fn attentionDelta(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i >= params.count) {
    return;
  }
  var sum = 0.0;
  for (var c = i * params.vectors; c < (i + 1) * params.vectors; c++) {
    sum += dot(y[c], dy[c]);
  }
  state[2 * i] = logSum[i];
  state[2 * i + 1] = sum;
}
