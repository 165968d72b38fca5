// sumSquares: sums of many numbers or of their squares, one partial sum per workgroup.
//
//   y[first + g] = sum_i x[i]^power   over the i of workgroup g, |x[i]| counted as at most 1e15,
//                                  and as 1e15 where it is infinite or no number
//
// in     x   f32 [count]
// out    y   f32           `parts` entries from `first` on, one per workgroup
// grid   `parts` workgroups, folded into y; W invocations stride over the entries
// error  |gpu - float64| <= 2e-7 of the sum of squares; asserted by sumSquares.test.ts
// source Higham 2002, Accuracy and Stability of Numerical Algorithms, section 4.2 (pairwise sums)

struct Params {
  count: u32,
  parts: u32,
  power: u32, // 2 for squares; 1 adds up partial sums
  first: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

override W: u32 = 64; // invocations per workgroup, a power of two

const CEILING: f32 = 1.0e15; // its square times 3e8 entries still fits f32
const SPAN: u32 = 64; // terms per partial sum

var<workgroup> part: array<f32, W>;

fn term(value: f32) -> f32 {
  if (params.power == 1) {
    return value;
  }
  // By the bits: min may make any number of a NaN.
  if ((bitcast<u32>(value) & 0x7f800000u) == 0x7f800000u) {
    return CEILING * CEILING;
  }
  let bounded = min(abs(value), CEILING);
  return bounded * bounded;
}

@compute @workgroup_size(W)
fn sumSquares(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let g = group.x + group.y * groups.x;
  if (g >= params.parts) {
    return;
  }
  let stride = params.parts * W;
  var total = 0.0;
  for (var first = g * W + lane; first < params.count; first += stride * SPAN) {
    var sum = 0.0;
    for (var k = 0u; k < SPAN; k++) {
      let i = first + k * stride;
      if (i >= params.count) {
        break;
      }
      sum += term(x[i]);
    }
    total += sum;
  }
  part[lane] = total;
  workgroupBarrier();
  for (var half = W / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      part[lane] += part[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    y[params.first + g] = part[0];
  }
}
