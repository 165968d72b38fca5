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

// 4 rows of K, and of the exponents without U.
fn kernel4(at: u32) -> mat4x4f {
  let next = params.columns / 4;
  return mat4x4f(k[at], k[at + next], k[at + 2 * next], k[at + 3 * next]);
}

fn exponents4(at: u32, v: vec4f) -> mat4x4f {
  let next = params.columns / 4;
  let theta = params.theta;
  return mat4x4f(theta * m[at] + v, theta * m[at + next] + v, theta * m[at + 2 * next] + v, theta * m[at + 3 * next] + v);
}

fn top4(x: mat4x4f) -> vec4f {
  let t = transpose(x);
  return max(max(t[0], t[1]), max(t[2], t[3]));
}

fn exp4(x: mat4x4f, u: vec4f) -> mat4x4f {
  let most = vec4f(80.0);
  return mat4x4f(exp2(min(x[0] + u.x, most)), exp2(min(x[1] + u.y, most)), exp2(min(x[2] + u.z, most)), exp2(min(x[3] + u.w, most)));
}

fn drifted(scaling: vec4f) -> bool {
  return any((abs(log2(max(scaling, vec4f(1e-37)))) > vec4f(MOST_BITS)) & (scaling > vec4f()));
}
