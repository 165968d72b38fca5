// largeOtColumnBlock: reductions over, and loads of, the columns of a workgroup of largeOtColumns.

// Sum and maximum over the invocations of the same columns.
fn summed(lane: u32, value: vec4f) -> vec4f {
  if (SLICES == 1) {
    return value;
  }
  red[lane] = value;
  workgroupBarrier();
  var sum = vec4f();
  for (var s = 0u; s < SLICES; s++) {
    sum += red[s * ACROSS + lane % ACROSS];
  }
  workgroupBarrier();
  return sum;
}

fn largest(lane: u32, value: vec4f) -> vec4f {
  red[lane] = value;
  workgroupBarrier();
  var top = value;
  for (var s = 0u; s < SLICES; s++) {
    top = max(top, red[s * ACROSS + lane % ACROSS]);
  }
  workgroupBarrier();
  return top;
}

// Over all invocations; for the residual and the mass.
fn whole(lane: u32, value: vec4f) -> f32 {
  red[lane] = value;
  workgroupBarrier();
  var sum = vec4f();
  for (var l = 0u; l < ACROSS * SLICES; l++) {
    sum += red[l];
  }
  workgroupBarrier();
  return dot(sum, vec4f(1));
}

// Exponents of 4 rows and 4 columns with U.
fn exponents(row: u32, j: u32) -> mat4x4f {
  let next = params.columns / 4;
  let at = 4 * row * next + j;
  let u = vectors[(params.rows + params.columns) / 4 + row];
  let theta = params.theta;
  return mat4x4f(theta * m[at] + u.x, theta * m[at + next] + u.y, theta * m[at + 2 * next] + u.z, theta * m[at + 3 * next] + u.w);
}

// Whole bits and scalings of 2 g - g of the iteration before, for the proximal schedule; sections 3 and 4
// hold the bits and log2 scalings of the columns before.
fn extrapolated(column: u32, bits: vec4f, scaling: vec4f) -> mat2x4f {
  let quads = (params.rows + params.columns) / 4;
  var bitsBefore = vectors[3 * quads + column];
  var restBefore = vectors[4 * quads + column];
  if (params.extrapolate == 1) {
    bitsBefore = vectors[quads + column];
    restBefore = log2(max(vectors[2 * quads + column], vec4f(1e-37)));
  }
  let rest = log2(max(scaling, vec4f(1e-37)));
  vectors[3 * quads + column] = bits;
  vectors[4 * quads + column] = rest;
  let ahead = exp2(clamp(2.0 * rest - restBefore, vec4f(-120), vec4f(120)));
  let whole = wholeBits(ahead);
  return mat2x4f(2.0 * bits - bitsBefore + whole, lowered(ahead, whole));
}
