// scatterAddRows: rows added to places given by index, the gradient of gatherRows.
//
//   into[targets[t]] += sum over s of x[sources[s]],   offsets[t] <= s < offsets[t + 1]
//
// in     x        f32 [k, d]     row-major
// in     targets  u32 [t]        rows of `into`, each once
// in     offsets  u32 [t + 1]    into sources
// in     sources  u32 [k]        rows of x; their order is the order of summation
// inout  into     f32 [n, d]     other rows keep what they have
// grid   one invocation per entry of the target rows, W per workgroup, folded into y
// error  |gpu - float64| <= 1.2e-5 for |x| <= 1 and 500 sources of one row; asserted by scatterAddRows.test.ts
// source Higham 2002, Accuracy and Stability of Numerical Algorithms, section 4.2 (blocked sums)

struct Params {
  d: u32,
  count: u32, // t d
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<u32>;
@group(0) @binding(3) var<storage, read> offsets: array<u32>;
@group(0) @binding(4) var<storage, read> sources: array<u32>;
@group(0) @binding(5) var<storage, read_write> into: array<f32>;

override W: u32 = 64; // entries per workgroup

const SPAN: u32 = 128; // terms per partial sum

@compute @workgroup_size(W)
fn scatterAddRows(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i >= params.count) {
    return;
  }
  let t = i / params.d;
  let column = i % params.d;
  let end = offsets[t + 1];
  var total = 0.0;
  for (var first = offsets[t]; first < end; first += SPAN) {
    var part = 0.0;
    for (var s = first; s < min(first + SPAN, end); s++) {
      part += x[sources[s] * params.d + column];
    }
    total += part;
  }
  into[targets[t] * params.d + column] += total;
}
