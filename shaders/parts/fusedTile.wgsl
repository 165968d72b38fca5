// fusedTile: norms, cost tile and gradient of one problem, in register tiles.

// Weights, starting potentials and norms of all tokens; zeros where there is no token.
fn readTokens(p: Problem, lane: u32) {
  let chunks = (params.d + 3u) / 4u;
  for (var i = lane; i < p.n; i += W) {
    let token = tokenAt(p.x + i);
    var squares = 0.0;
    for (var c = 0u; c < chunks; c++) {
      let v = xAt(token, c);
      squares += dot(v, v);
    }
    tokens[NORM + i] = normOf(squares);
  }
  for (var j = lane; j < p.m; j += W) {
    let token = tokenAt(p.y + j);
    var squares = 0.0;
    for (var c = 0u; c < chunks; c++) {
      let v = yAt(token, c);
      squares += dot(v, v);
    }
    tokens[NORM + SIDE + j] = normOf(squares);
  }
  for (var k = lane; k < 2u * SIDE; k += W) {
    let ofY = k >= SIDE;
    let count = select(p.n, p.m, ofY);
    var w = 0.0;
    var start = 0.0;
    if (k % SIDE < count) {
      let at = p.x + p.y + select(k, p.n + k - SIDE, ofY);
      w = 1.0 / f32(count);
      if (params.weighted == 1u) {
        w = weights[at];
      }
      if (params.warm == 1u) {
        start = potentials[at] * params.scale * params.first;
      } else if (params.marginals != BALANCED) {
        start = log2(max(w, TINY));
      }
    }
    tokens[WEIGHT + k] = w;
    tokens[BASE + k] = select(LOG_ZERO, max(start, LOG_ZERO), w > 0.0);
    tokens[SCALING + k] = select(0.0, 1.0, w > 0.0);
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
    let y$k = tokenAt(p.y + min(j + $k, p.m - 1u));
    // @end
    // @unroll k 0..8
    let x$k = tokenAt(p.x + min(i + $k, p.n - 1u));
    var a$k = vec4f();
    // @end
    for (var c = 0u; c < chunks; c++) {
      let block = transpose(mat4x4f(yAt(y0, c), yAt(y1, c), yAt(y2, c), yAt(y3, c)));
      // @unroll k 0..8
      a$k += block * xAt(x$k, c);
      // @end
    }
    // @unroll k 0..8
    tile[min(i + $k, p.n - 1u) * stride + j / 4u] = a$k;
    // @end
  }
  workgroupBarrier();
  for (var q = lane; q < p.n * across; q += W) {
    let i = q / across;
    let j = q % across * 4u;
    let at = i * stride + j / 4u;
    let normY = four(NORM + SIDE + j);
    let m = params.scale * gain(tile[at], tokens[NORM + i], normY, i, j, p.n, p.m);
    tile[at] = clamp(m, vec4f(-LARGEST), vec4f(LARGEST));
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
      let token = tokenAt(p.x + i);
      let left = xAt(token, c);
      let right = xAt(token, d);
      let p0 = tile[i * stride + j / 4u];
      let p1 = tile[i * stride + min(j / 4u + 1u, across - 1u)];
      // @unroll k 0..4
      g$k += p0[$k] * left;
      h$k += p0[$k] * right;
      s$k += p1[$k] * left;
      t$k += p1[$k] * right;
      // @end
    }
    // @unroll k 0..4
    storeGradient(p, j + $k, c, g$k);
    storeGradient(p, j + $k, d, h$k);
    storeGradient(p, j + $k + 4u, c, s$k);
    storeGradient(p, j + $k + 4u, d, t$k);
    // @end
  }
}

fn storeGradient(p: Problem, j: u32, c: u32, moved: vec4f) {
  if (j < p.m) {
    let token = tokenAt(p.y + j);
    var own = 0.0;
    var other = -params.gradientScale;
    if (params.cost == COSINE) {
      other *= tokens[NORM + SIDE + j];
      own = -other * tokens[NORM + SIDE + j] * tokens[SUMS + j];
    } else if (params.cost == SQUARED) {
      other *= 2.0;
      own = -other * tokens[SUMS + SIDE + j];
    }
    setGradient(token, c, own * yAt(token, c) + other * moved);
  }
}
