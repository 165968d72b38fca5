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
