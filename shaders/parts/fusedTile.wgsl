// fusedTile: tokens, cost tile and gradient of one problem, in register tiles.

// Leaves out tokens of weight 0: the n and m of the result count the others, PLACE says which they are.
fn choose(p: Problem, lane: u32) -> Problem {
  for (var k = lane; k < 2u * SIDE; k += W) {
    setToken(PLACE + k, f32(k % SIDE));
  }
  if (params.weighted == 0u) {
    return p;
  }
  sync();
  let first = p.x + p.y;
  for (var k = lane; k < p.rows * p.columns * params.wantPlan; k += W) {
    plan[p.plan + k] = 0.0;
  }
  if (lane == 0u) {
    var counts = vec2u();
    for (var k = 0u; k < p.rows + p.columns; k++) {
      let ofY = k >= p.rows;
      if (weights[first + k] > 0.0) {
        setToken(PLACE + select(counts.x, SIDE + counts.y, ofY), f32(select(k, k - p.rows, ofY)));
        counts += select(vec2u(1u, 0u), vec2u(0u, 1u), ofY);
      } else {
        potentials[first + k] = LOG_ZERO;
      }
    }
    total = f32(counts.x + 128u * counts.y);
  }
  let counts = u32(workgroupUniformLoad(&total));
  var chosen = p;
  chosen.n = counts % 128u;
  chosen.m = counts / 128u;
  return chosen;
}

fn place(k: u32) -> u32 {
  return u32(token(PLACE + k));
}

// Where token `k` (SIDE + j for column j) stands in weights and potentials.
fn marginalAt(p: Problem, k: u32) -> u32 {
  return p.x + p.y + place(k) + select(0u, p.rows, k >= SIDE);
}

// Weights, starting potentials and norms of all tokens; zeros where there is no token.
fn readTokens(p: Problem, lane: u32) {
  let chunks = (params.d + 3u) / 4u;
  for (var i = lane; i < p.n; i += W) {
    let at = tokenAt(p.x + place(i));
    var squares = 0.0;
    for (var c = 0u; c < chunks; c++) {
      let v = xAt(at, c);
      squares += dot(v, v);
    }
    setToken(NORM + i, normOf(squares));
  }
  for (var j = lane; j < p.m; j += W) {
    let at = tokenAt(p.y + place(SIDE + j));
    var squares = 0.0;
    for (var c = 0u; c < chunks; c++) {
      let v = yAt(at, c);
      squares += dot(v, v);
    }
    setToken(NORM + SIDE + j, normOf(squares));
  }
  for (var k = lane; k < 2u * SIDE; k += W) {
    let ofY = k >= SIDE;
    let there = k % SIDE < select(p.n, p.m, ofY);
    let at = select(0u, marginalAt(p, k), there);
    var w = select(1.0 / f32(select(p.n, p.m, ofY)), weights[at * params.weighted], params.weighted == 1u);
    w = select(0.0, w, there);
    var start = select(0.0, log2(max(w, TINY)), params.marginals != BALANCED);
    start = select(start, potentials[at] * params.scale * params.first, params.warm == 1u);
    setToken(WEIGHT + k, w);
    setToken(BASE + k, select(LOG_ZERO, max(start, LOG_ZERO), there));
    setToken(SCALING + k, select(0.0, 1.0, there));
  }
}

// tile = M = -C log2(e) / eps, tiles of 8 rows by 4 columns a lane; rows past the end repeat the last.
fn fillTile(p: Problem, lane: u32) {
  let chunks = (params.d + 3u) / 4u;
  let across = (p.m + 3u) / 4u;
  let stride = strideOf(p);
  for (var q = lane; q < (p.n + 7u) / 8u * across; q += W) {
    let i = q / across * 8u;
    let j = q % across * 4u;
    // @unroll k 0..4
    let y$k = tokenAt(p.y + place(SIDE + min(j + $k, p.m - 1u)));
    // @end
    // @unroll k 0..8
    let x$k = tokenAt(p.x + place(min(i + $k, p.n - 1u)));
    var a$k = vec4f();
    // @end
    for (var c = 0u; c < chunks; c++) {
      let y = transpose(mat4x4f(yAt(y0, c), yAt(y1, c), yAt(y2, c), yAt(y3, c)));
      // @unroll k 0..8
      a$k += y * xAt(x$k, c);
      // @end
    }
    // A loop, because each place in the text that writes takes long to compile.
    var block = array<vec4f, 8>(a0, a1, a2, a3, a4, a5, a6, a7);
    for (var k = 0u; k < min(8u, p.n - i); k++) {
      setTile((i + k) * stride + j / 4u, block[k]);
    }
  }
  sync();
  for (var q = lane; q < p.n * across; q += W) {
    let i = q / across;
    let j = q % across * 4u;
    let at = i * stride + j / 4u;
    let apart = apartness(token(PLACE + i), four(PLACE + SIDE + j), p.rows, p.columns);
    let m = params.scale * gainApart(tileAt(at), token(NORM + i), four(NORM + SIDE + j), apart);
    setTile(at, clamp(m, vec4f(-LARGEST), vec4f(LARGEST)));
  }
}

// dY from tile = D (its rows already times the inverse norm of x for cosine costs), a lane 8 columns by 8
// dimensions; SUMS + j holds sum_i D cos, SUMS + SIDE + j sum_i D.
fn writeGradient(p: Problem, lane: u32) {
  let chunks = (params.d + 3u) / 4u;
  let pairs = (chunks + 1u) / 2u;
  let across = (p.m + 3u) / 4u;
  let stride = strideOf(p);
  for (var q = lane; q < (p.m + 7u) / 8u * pairs; q += W) {
    let j = q / pairs * 8u;
    let c = q % pairs * 2u;
    let d = min(c + 1u, chunks - 1u);
    // @unroll k 0..4
    var g$k = vec4f();
    var h$k = vec4f();
    var s$k = vec4f();
    var t$k = vec4f();
    // @end
    for (var i = 0u; i < p.n; i++) {
      let at = tokenAt(p.x + place(i));
      let left = xAt(at, c);
      let right = xAt(at, d);
      let p0 = tileAt(i * stride + j / 4u);
      let p1 = tileAt(i * stride + min(j / 4u + 1u, across - 1u));
      // @unroll k 0..4
      g$k += p0[$k] * left;
      h$k += p0[$k] * right;
      s$k += p1[$k] * left;
      t$k += p1[$k] * right;
      // @end
    }
    var sums = array<vec4f, 16>(g0, h0, g1, h1, g2, h2, g3, h3, s0, t0, s1, t1, s2, t2, s3, t3);
    for (var k = 0u; k < 16u; k++) {
      storeGradient(p, j + k / 2u, select(c, d, k % 2u == 1u), sums[k]);
    }
  }
  // Columns of weight 0.
  for (var j = lane; j < p.columns * params.weighted; j += W) {
    if (weights[p.x + p.y + p.rows + j] <= 0.0) {
      for (var c = 0u; c < chunks; c++) {
        setGradient(tokenAt(p.y + j), c, vec4f());
      }
    }
  }
}

fn storeGradient(p: Problem, j: u32, c: u32, moved: vec4f) {
  if (j < p.m) {
    let at = tokenAt(p.y + place(SIDE + j));
    var own = 0.0;
    var other = -params.gradientScale;
    if (params.cost == COSINE) {
      other *= token(NORM + SIDE + j);
      own = -other * token(NORM + SIDE + j) * token(SUMS + j);
    } else if (params.cost == SQUARED) {
      other *= 2.0;
      own = -other * token(SUMS + SIDE + j);
    }
    setGradient(at, c, own * yAt(at, c) + other * moved);
  }
}
