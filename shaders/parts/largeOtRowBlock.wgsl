// largeOtRowBlock: reductions over, and loads of, the 8 rows of a workgroup of largeOtRows.

fn summed(lane: u32, value: mat2x4f) -> mat2x4f {
  red[lane] = value;
  workgroupBarrier();
  for (var stride = W / 2; stride >= 4; stride /= 2) {
    if (lane < stride) {
      red[lane] += red[lane + stride];
    }
    workgroupBarrier();
  }
  return (red[0] + red[1]) + (red[2] + red[3]);
}

fn largest(lane: u32, value: mat2x4f) -> mat2x4f {
  red[lane] = value;
  workgroupBarrier();
  var top = value;
  for (var l = 0u; l < W; l++) {
    top = mat2x4f(max(top[0], red[l][0]), max(top[1], red[l][1]));
  }
  workgroupBarrier(); // red is used again
  return top;
}

// 4 rows of K.
fn kernel4(at: u32) -> mat4x4f {
  let next = params.columns / 4;
  return mat4x4f(k[at], k[at + next], k[at + 2 * next], k[at + 3 * next]);
}

// Entries (row, 4 j and on) of the exponents with whole bits u; u + V is exact.
fn exponent(row: u32, j: u32, u: f32) -> vec4f {
  let across = params.columns / 4;
  let v = vectors[(2 * params.rows + params.columns) / 4 + j];
  return params.theta * m[row * across + j] + (v + u);
}

// The paths below are seldom taken and go row by row, which is little to compile.
fn tops(first: u32, lane: u32) -> mat2x4f {
  var top = mat2x4f();
  for (var r = 0u; r < 8; r++) {
    var best = vec4f(2.0 * FAR);
    for (var j = lane; j < params.columns / 4; j += W) {
      best = max(best, exponent(first + r, j, 0.0));
    }
    top[r / 4][r % 4] = max(max(best.x, best.y), max(best.z, best.w));
  }
  return largest(lane, top);
}

fn sums(first: u32, lane: u32, u: mat2x4f) -> mat2x4f {
  let scalings = (2 * (params.rows + params.columns) + params.rows) / 4;
  var sum = mat2x4f();
  for (var r = 0u; r < 8; r++) {
    for (var j = lane; j < params.columns / 4; j += W) {
      let terms = exp2(min(exponent(first + r, j, u[r / 4][r % 4]), vec4f(80)));
      sum[r / 4][r % 4] += dot(vectors[scalings + j], terms);
    }
  }
  return summed(lane, sum);
}

fn rewrite(first: u32, lane: u32, u: mat2x4f) {
  for (var r = 0u; r < 8; r++) {
    for (var j = lane; j < params.columns / 4; j += W) {
      k[(first + r) * params.columns / 4 + j] = exp2(min(exponent(first + r, j, u[r / 4][r % 4]), vec4f(80)));
    }
  }
}

fn drifted(scaling: vec4f) -> bool {
  return any((abs(log2(max(scaling, vec4f(1e-37)))) > vec4f(MOST_BITS)) & (scaling > vec4f()));
}

fn anyLost(weight: vec4f, sum: vec4f) -> bool {
  return any((weight > vec4f()) & (sum < vec4f(TINY)));
}
