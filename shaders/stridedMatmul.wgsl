// stridedMatmul: product of two matrices of any size and stride, one output at a time.
//
//   y[i,j] = sum_p a[i aRow + p aInner] b[p bInner + j bColumn] + bias[j] + addend[i,j]
//
// in     a       f32          any layout that the two strides can walk
// in     b       f32          any layout that the two strides can walk
// in     bias    f32 [m]      read where hasBias is 1, else any tensor
// in     addend  f32 [n, m]   read where hasAddend is 1, else any tensor
// out    y       f32 [n, m]   every entry written, or added to where adds is 1
// grid   one invocation per output, W per workgroup, folded into y
// error  |gpu - float64| <= 1.2e-5 for |a|, |b|, |bias|, |addend| <= 1 and inner <= 1100; asserted by stridedMatmul.test.ts
// source Higham 2002, Accuracy and Stability of Numerical Algorithms, section 4.2 (blocked sums)

struct Params {
  n: u32,
  m: u32,
  inner: u32,
  aRow: u32,
  aInner: u32,
  bInner: u32,
  bColumn: u32,
  hasBias: u32,
  hasAddend: u32,
  adds: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read> addend: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;

override W: u32 = 64; // outputs per workgroup

const SPAN: u32 = 128; // terms per partial sum

@compute @workgroup_size(W)
fn stridedMatmul(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let at = (group.x + group.y * groups.x) * W + lane;
  if (at >= params.n * params.m) {
    return;
  }
  let i = at / params.m;
  let j = at % params.m;
  var total = 0.0;
  for (var first = 0u; first < params.inner; first += SPAN) {
    var part = 0.0;
    for (var p = first; p < min(first + SPAN, params.inner); p++) {
      part += a[i * params.aRow + p * params.aInner] * b[p * params.bInner + j * params.bColumn];
    }
    total += part;
  }
  if (params.hasBias == 1) {
    total += bias[j];
  }
  if (params.hasAddend == 1) {
    total += addend[at];
  }
  if (params.adds == 1) {
    total += y[at];
  }
  y[at] = total;
}
