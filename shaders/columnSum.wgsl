// columnSum: sum of the rows of a matrix, such as the gradient of a bias.
//
//   y[j] = sum_i x[i,j]   (+ y[j] if adds is 1)
//
// in     x   f32 [n, d]   row-major
// out    y   f32 [d]      every entry written; 0 where n is 0
// grid   one invocation per column, W per workgroup, folded into y
// error  |gpu - float64| <= 2.8e-5 for |x| <= 1 and n <= 2500; asserted by columnSum.test.ts
// source Higham 2002, Accuracy and Stability of Numerical Algorithms, section 4.2 (blocked sums)

struct Params {
  n: u32,
  d: u32,
  adds: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

override W: u32 = 32; // columns per workgroup

const SPAN: u32 = 128; // rows per partial sum: no f32 accumulator takes thousands of terms

@compute @workgroup_size(W)
fn columnSum(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let j = (group.x + group.y * groups.x) * W + lane;
  if (j >= params.d) {
    return;
  }
  var total = select(0.0, y[j], params.adds == 1);
  for (var first = 0u; first < params.n; first += SPAN) {
    var part = 0.0;
    for (var i = first; i < min(first + SPAN, params.n); i++) {
      part += x[i * params.d + j];
    }
    total += part;
  }
  y[j] = total;
}
