// fusedResult: the plan, its sums and gradient, and the status of one problem.

// tile = P from the kernel; BASE = whole potentials.
fn makePlan(p: Problem, lane: u32, h: f32) {
  let across = (p.m + 3u) / 4u;
  for (var q = lane; q < p.n * across; q += W) {
    let i = q / across;
    let at = i * strideOf(p) + q % across;
    let v = four(SCALING + SIDE + q % across * 4u);
    setTile(at, tileAt(at) * (token(SCALING + i) * exp2(h)) * v);
  }
  absorb(lane);
}

// SCALING: row sums, then per column <P, C>; SUMS: per column sum_i P cos, then column sums. C comes back
// from P itself, so what is summed is the cost that the plan was made with.
fn sumPlan(p: Problem, lane: u32, scale: f32, h: f32) {
  for (var j = lane * R; j < p.m; j += W * R) {
    let own = four(BASE + SIDE + j) + h;
    var mass = vec4f();
    var moved = vec4f();
    var along = vec4f();
    for (var i = 0u; i < p.n; i++) {
      let e = entry(p, i, j);
      let c = (own + token(BASE + i) - log2(max(e, vec4f(TINY)))) / scale;
      mass += e;
      moved += select(vec4f(), e * c, e > vec4f(TINY));
      let apart = apartness(token(PLACE + i), vec4f(four(PLACE + SIDE + j)), p.rows, p.columns);
      along += select(vec4f(), e * (1.0 + params.distortion * apart - c), e > vec4f(TINY));
    }
    setFour(SUMS + j, along);
    setFour(SUMS + SIDE + j, mass);
    setFour(SCALING + SIDE + j, moved);
  }
  for (var i = lane; i < p.n; i += W) {
    var mass = 0.0;
    for (var c = 0u; c < (p.m + 3u) / 4u; c++) {
      let e = tileAt(i * strideOf(p) + c);
      mass = (((mass + e.x) + e.y) + e.z) + e.w;
    }
    setToken(SCALING + i, mass);
  }
  sync();
}

// Writes the plan where it is wanted and scales the rows of tile to what the gradient sums.
fn storePlan(p: Problem, lane: u32) {
  let across = (p.m + 3u) / 4u;
  for (var q = lane; q < p.n * across; q += W) {
    let i = q / across;
    let j = q % across * 4u;
    let e = tileAt(i * strideOf(p) + j / 4u);
    for (var k = 0u; k < min(4u, p.m - j) * params.wantPlan; k++) {
      plan[p.plan + place(i) * p.columns + place(SIDE + j + k)] = e[k];
    }
    setTile(i * strideOf(p) + j / 4u, e * select(1.0, token(NORM + i), params.cost == COSINE));
  }
  sync();
}

// The gradient by columns of weight 0.
fn clearGradient(p: Problem, lane: u32) {
  for (var j = lane; j < p.columns * params.weighted; j += W) {
    if (weights[p.x + p.y + p.rows + j] <= 0.0) {
      for (var c = 0u; c < (params.d + 3u) / 4u; c++) {
        setGradient(tokenAt(p.y + j), c, vec4f());
      }
    }
  }
}

// Contributions of a token with plan sum r to value, residual, gap and <P, C>, in the unit of cost.
fn figures(k: u32, scale: f32) -> vec4f {
  let w = token(WEIGHT + k);
  if (w == 0.0) {
    return vec4f();
  }
  let ofY = k >= SIDE;
  let r = select(token(SCALING + k), token(SUMS + k), ofY);
  let rest = restAt(select(params.restX, params.restY, ofY), scale / params.scale);
  let own = token(BASE + k);
  let f = (own - log2(w)) / scale;
  let error = updated(vec4f(w), vec4f(r), vec4f(1.0), vec4f(own), rest, 0.0, 1.0).residual.x;
  var gap = f * (r - w);
  if (params.marginals == UNBALANCED) {
    let rho = select(params.rhoX, params.rhoY, ofY);
    let penalty = r * LN2 * log2(max(r, TINY) / w) - r + w * exp2(clamp(-f / (rho * LN2), -120.0, 120.0));
    gap = rho * penalty + f * r;
  }
  return vec4f(r * f, error, gap, select(r, token(SCALING + k), ofY));
}

fn report(p: Problem, lane: u32, scale: f32, h: f32, k: u32, domain: u32) {
  for (var t = lane; t < 2u * SIDE; t += W) {
    setTile(t, figures(t, scale));
    let ofY = t >= SIDE;
    if (t % SIDE < select(p.n, p.m, ofY)) {
      potentials[marginalAt(p, t)] = (token(BASE + t) + select(h, 0.0, ofY)) / scale;
    }
  }
  sync();
  if (lane == 0u) {
    var rows = vec4f(); // value, residual, gap, mass
    var columns = vec4f(); // value, residual, gap, loss
    for (var t = 0u; t < p.n; t++) {
      rows += tileAt(t);
    }
    for (var t = 0u; t < p.m; t++) {
      columns += tileAt(SIDE + t);
    }
    let at = 8u * p.index;
    let mass = rows.w;
    status[at] = columns.w;
    status[at + 1u] = rows.x + columns.x + (mass * h + (1.0 - mass) / LN2) / scale;
    status[at + 2u] = rows.y;
    status[at + 3u] = columns.y;
    status[at + 4u] = rows.z + columns.z
      + select(0.0, h * (mass - exp2(params.logMass)) / scale, params.marginals == PARTIAL);
    status[at + 5u] = f32(k);
    status[at + 6u] = f32(domain);
    status[at + 7u] = mass;
  }
}
