// rowSum: sums two numbers over the W invocations of a workgroup, in a fixed order.

var<workgroup> partial: array<vec2f, W>;

// Every invocation gets the sum; called from uniform control flow only.
fn rowSum(value: vec2f, lane: u32) -> vec2f {
  workgroupBarrier(); // what an earlier call left has been read
  partial[lane] = value;
  workgroupBarrier();
  for (var half = W / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      partial[lane] += partial[lane + half];
    }
    workgroupBarrier();
  }
  return workgroupUniformLoad(&partial[0]);
}
