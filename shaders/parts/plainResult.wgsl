// plainResult: the plan, its sums and the status of a plain problem.

// tile = P times the inverse norms of x, as `writeGradient` takes it, and the plan where it is wanted. Leaves
// this invocation's column sums of P (`partial`) and of P C (`setFour` from 0), in the cost that made K.
fn makePlan(p: Problem, lane: u32) {
  let stride = strideOf(p);
  let vectors = (p.m + 3u) / 4u;
  // @unroll g 0..GROUPS
  for (var k = 0u; k < 4u; k++) {
    setToken(SCALING + 16u * $g + 4u * k + lane, u$g[k]);
  }
  // @end
  for (var c = 0u; c < vectors; c++) {
    let v = across[c];
    var mass = vec4f();
    var moved = vec4f();
    for (var i = lane; i < p.n; i += W) {
      let kept = kernel[i / 4u * COLUMNS + c];
      let e = kept * token(SCALING + i) * v;
      mass += e;
      moved -= e * log2(max(kept, vec4f(TINY)));
      setTile(i * stride + c, e * token(NORM + i));
      for (var k = 0u; k < min(4u, p.m - 4u * c) * params.wantPlan; k++) {
        plan[p.plan + i * p.m + 4u * c + k] = e[k];
      }
    }
    setPartial(lane, c, mass);
    setFour(4u * (16u * lane + c), moved / params.scale);
  }
}

// Value, residual, gap and <P, C> of this invocation's columns; SUMS: per column sum_i P cos.
fn sumColumns(p: Problem, lane: u32) -> vec4f {
  let weight = 1.0 / f32(p.m);
  let first = p.x + p.y + p.n;
  var value = vec4f();
  var error = vec4f();
  var gap = vec4f();
  var loss = vec4f();
  for (var c = lane; c < (p.m + 3u) / 4u; c += W) {
    let mass = wholeOf(c);
    let at = 4u * c;
    let moved = (four(at) + four(at + 64u)) + (four(at + 128u) + four(at + 192u));
    setFour(SUMS + at, mass - moved);
    let own = log2(across[c]);
    let there = vec4u(0u, 1u, 2u, 3u) + at < vec4u(p.m);
    let off = select(vec4f(), mass - weight, there);
    let g = (own - log2(weight)) / params.scale;
    value += mass * g;
    error += abs(off);
    gap += g * off;
    loss += moved;
    for (var k = 0u; k < min(4u, p.m - at); k++) {
      potentials[first + at + k] = own[k] / params.scale;
    }
  }
  let ones = vec4f(1.0);
  return vec4f(dot(value, ones), dot(error, ones), dot(gap, ones), dot(loss, ones));
}

// Value, residual, gap and mass of this invocation's rows.
fn figuresOfRows(p: Problem, lane: u32) -> vec4f {
  let weight = 1.0 / f32(p.n);
  var value = vec4f();
  var error = vec4f();
  var gap = vec4f();
  var mass = vec4f();
  // @unroll g 0..GROUPS
  {
    let sum = u$g * s$g;
    let off = sum - a$g;
    let own = log2(max(u$g, vec4f(TINY)));
    let f = (own - log2(weight)) / params.scale;
    value += sum * f;
    error += abs(off);
    gap += f * off;
    mass += sum;
    setFour(4u * (64u + $g * 4u + lane), own / params.scale);
  }
  // @end
  for (var i = lane; i < p.n; i += W) {
    potentials[p.x + p.y + i] = token(4u * (64u + i / 16u * 4u + lane) + i / 4u % 4u);
  }
  let ones = vec4f(1.0);
  return vec4f(dot(value, ones), dot(error, ones), dot(gap, ones), dot(mass, ones));
}

fn report(p: Problem, lane: u32, k: u32, columns: vec4f) {
  sync(); // tile and tokens are read no more
  setTile(lane, figuresOfRows(p, lane));
  setTile(4u + lane, columns);
  sync();
  if (lane == 0u) {
    let r = (tileAt(0u) + tileAt(1u)) + (tileAt(2u) + tileAt(3u));
    let c = (tileAt(4u) + tileAt(5u)) + (tileAt(6u) + tileAt(7u));
    let at = 8u * p.index;
    status[at] = c.w;
    status[at + 1u] = r.x + c.x + (1.0 - r.w) / (LN2 * params.scale);
    status[at + 2u] = r.y;
    status[at + 3u] = c.y;
    status[at + 4u] = r.z + c.z;
    status[at + 5u] = f32(k);
    status[at + 6u] = f32(KERNEL);
    status[at + 7u] = r.w;
  }
}
