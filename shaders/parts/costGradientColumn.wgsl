// costGradientColumn: what a column's gradient needs beside the sum over rows, and the gradient.

fn quad(at: u32, k: u32) -> vec4f {
  let l = vec4u(k, k + 1u, k + 2u, k + 3u);
  let i = min(l, vec4u(params.d - 1u)) + at;
  return select(vec4f(), vec4f(y[i.x], y[i.y], y[i.z], y[i.w]), l < vec4u(params.d));
}

// Per column: <y, s>, |y|^2 and the sum of dC.
fn sumColumns(problem: vec4u, at: u32, column: u32, lane: u32) {
  let last = problem.w - 1u;
  let place = min(vec4u(column) + vec4u(0u, 1u, 2u, 3u), vec4u(last));
  var dots = vec4f();
  var norms = vec4f();
  for (var k = 4u * lane; k < params.d; k += 4u * W) {
    for (var v = 0u; v < 4u; v++) {
      let to = (problem.y + place[v]) * params.d;
      let own = quad(to, k);
      norms[v] += dot(own, own);
      for (var u = 0u; u < min(4u, params.d - k); u++) {
        dots[v] += own[u] * dY[to + k + u];
      }
    }
  }
  var mass = vec4f();
  for (var i = lane; i < problem.z; i += W) {
    let p = place + at + i * problem.w;
    mass += vec4f(dC[p.x], dC[p.y], dC[p.z], dC[p.w]);
  }
  along[lane] = dots;
  squares[lane] = norms;
  masses[lane] = mass;
  workgroupBarrier();
  if (lane == 0u) {
    var total = array<vec4f, 3>();
    for (var k = 0u; k < W; k++) {
      total[0] += along[k];
      total[1] += squares[k];
      total[2] += masses[k];
    }
    sums = total;
  }
  workgroupBarrier();
}

fn finish(problem: vec4u, column: u32, lane: u32) {
  for (var v = 0u; v < 4u && column + v < problem.w; v++) {
    var own = 0.0;
    var moved = -params.scale;
    if (params.kind == 0u) {
      let square = sums[1][v];
      moved *= select(0.0, inverseSqrt(max(square, SHORTEST)), square > SHORTEST);
      own = -moved * (sums[0][v] / max(square, SHORTEST));
    } else if (params.kind == 1u) {
      moved *= 2.0;
      own = -moved * sums[2][v];
    }
    for (var k = 4u * lane; k < params.d; k += 4u * W) {
      for (var u = k; u < min(k + 4u, params.d); u++) {
        let to = (problem.y + column + v) * params.d + u;
        dY[to] = own * y[to] + moved * dY[to];
      }
    }
  }
}
