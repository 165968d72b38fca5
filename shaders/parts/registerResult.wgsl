// registerResult: sums and gradient of the plan, and the status of one problem.

// Sums of the column: P, P C and P cos. C comes back from P itself, so what is summed is the cost that the
// plan was made with.
fn sumColumn(p: Problem, lane: u32, scale: f32) -> vec3f {
  let own = base.y + h;
  let across = vec4f(0.5, 1.5, 2.5, 3.5) / f32(p.n) - (f32(lane) + 0.5) / f32(p.m);
  var mass = vec4f();
  var moved = vec4f();
  var along = vec4f();
  // @unroll i 0..V
  {
    let e = column$i;
    let c = (own + ofRow[$i] - log2(max(e, vec4f(TINY)))) / scale;
    let off = across + f32(4 * $i) / f32(p.n);
    mass += e;
    moved += select(vec4f(), e * c, e > vec4f(TINY));
    along += select(vec4f(), e * (1.0 + params.distortion * off * off - c), e > vec4f(TINY));
  }
  // @end
  return vec3f(dot(mass, vec4f(1.0)), dot(moved, vec4f(1.0)), dot(along, vec4f(1.0)));
}

fn sumRow() -> f32 {
  var mass = vec4f();
  // @unroll i 0..V
  mass += row$i;
  // @end
  return dot(mass, vec4f(1.0));
}

fn storePlan(p: Problem, lane: u32) {
  if (params.wantPlan == 1u && lane < p.n) {
    // @unroll i 0..V
    storeFour(p, lane, 4 * $iu, row$i);
    // @end
  }
}

fn storeFour(p: Problem, i: u32, j: u32, values: vec4f) {
  for (var k = 0u; j + k < p.m && k < 4u; k++) {
    plan[p.plan + i * p.m + j + k] = values[k];
  }
}

// dY from the columns of P, 16 dimensions of x at a time.
fn writeGradient(p: Problem, lane: u32, norms: vec2f, sums: vec3f) {
  if (params.cost == COSINE) {
    share(lane, norms);
    // @unroll i 0..V
    column$i *= ofRow[$i];
    // @end
  }
  var own = 0.0;
  var other = -params.gradientScale;
  if (params.cost == COSINE) {
    other *= norms.y;
    own = -other * norms.y * sums.z;
  } else if (params.cost == SQUARED) {
    other *= 2.0;
    own = -other * sums.x;
  }
  let chunks = (params.d + 3u) / 4u;
  let mine = tokenAt(p.x + min(lane, p.n - 1u));
  let token = tokenAt(p.y + min(lane, p.m - 1u));
  for (var first = 0u; first < chunks; first += 4u) {
    let wide = min(4u, chunks - first);
    workgroupBarrier();
    for (var k = 0u; k < wide; k++) {
      chunk[k * T + lane] = xAt(mine, first + k);
    }
    workgroupBarrier();
    for (var k = 0u; k < wide; k++) {
      let at = k * T;
      var moved = vec4f();
      // @unroll i 0..V
      moved += mat4x4f(chunk[at + 4 * $i], chunk[at + 4 * $i + 1], chunk[at + 4 * $i + 2], chunk[at + 4 * $i + 3]) * column$i;
      // @end
      if (lane < p.m) {
        setGradient(token, first + k, own * yAt(token, first + k) + other * moved);
      }
    }
  }
}

// Contributions of row (side 0) or column `lane`, with plan sum r, to value, residual and gap, in the unit
// of cost.
fn figures(side: u32, r: f32, z: f32) -> vec3f {
  let ofY = side == 1u;
  let w = select(weight.x, weight.y, ofY);
  let own = select(base.x, base.y, ofY);
  if (w == 0.0) {
    return vec3f();
  }
  let f = (own - log2(w)) / (params.scale * z);
  let rest = restAt(select(params.restX, params.restY, ofY), z);
  let error = updated(w, r, 1.0, own, rest, 0.0, 1.0).residual;
  var gap = f * (r - w);
  if (params.marginals == UNBALANCED) {
    let rho = select(params.rhoX, params.rhoY, ofY);
    let penalty = r * LN2 * log2(max(r, TINY) / w) - r + w * exp2(clamp(-f / (rho * LN2), -120.0, 120.0));
    gap = rho * penalty + f * r;
  }
  return vec3f(r * f, error, gap);
}

fn report(p: Problem, lane: u32, z: f32, rowMass: f32, sums: vec3f, k: u32, domain: u32) {
  let scale = params.scale * z;
  workgroupBarrier();
  for (var side = 0u; side < 2u; side++) {
    let sum = select(rowMass, sums.x, side == 1u);
    chunk[side * T + lane] = vec4f(figures(side, sum, z), select(rowMass, sums.y, side == 1u));
  }
  let at = p.x + p.y;
  if (lane < p.n) {
    potentials[at + lane] = select(LOG_ZERO, (base.x + h) / scale, weight.x > 0.0);
  }
  if (lane < p.m) {
    potentials[at + p.n + lane] = select(LOG_ZERO, base.y / scale, weight.y > 0.0);
  }
  workgroupBarrier();
  if (lane == 0u) {
    var rows = vec4f(); // value, residual, gap, mass
    var columns = vec4f(); // value, residual, gap, loss
    for (var t = 0u; t < T; t++) {
      rows += chunk[t];
      columns += chunk[T + t];
    }
    storeStatus(p.index, rows, columns, scale, k, domain);
  }
}

fn storeStatus(index: u32, rows: vec4f, columns: vec4f, scale: f32, k: u32, domain: u32) {
  let mass = rows.w;
  let missing = select(0.0, h * (mass - exp2(params.logMass)) / scale, params.marginals == PARTIAL);
  status[8u * index] = columns.w;
  status[8u * index + 1u] = rows.x + columns.x + (mass * h + (1.0 - mass) / LN2) / scale;
  status[8u * index + 2u] = rows.y;
  status[8u * index + 3u] = columns.y;
  status[8u * index + 4u] = rows.z + columns.z + missing;
  status[8u * index + 5u] = f32(k);
  status[8u * index + 6u] = f32(domain);
  status[8u * index + 7u] = mass;
}
