// fusedTile: cost tile and gradient of one problem, in register tiles.

// tile = inner products, and NORM: tiles of 8 rows by 8 columns a lane; tokens past the end repeat the
// last. Loops write, because each place in the text that writes takes long to compile.
fn sumProducts(p: Problem, lane: u32) {
  let chunks = (params.d + 3u) / 4u;
  let across = (p.m + 3u) / 4u;
  let pairs = (p.m + 7u) / 8u;
  let stride = strideOf(p);
  for (var q = lane; q < (p.n + 7u) / 8u * pairs; q += W) {
    let i = q / pairs * 8u;
    let j = q % pairs * 8u;
    // @unroll k 0..8
    let x$k = tokenAt(p.x + place(min(i + $k, p.n - 1u)));
    let y$k = tokenAt(p.y + place(SIDE + min(j + $k, p.m - 1u)));
    var a$k = vec4f();
    var b$k = vec4f();
    // @end
    // @unroll k 0..4
    var s$k = vec4f(); // squares: rows, then columns
    // @end
    for (var c = 0u; c < chunks; c++) {
      let l = mat4x4f(yAt(y0, c), yAt(y1, c), yAt(y2, c), yAt(y3, c));
      let r = mat4x4f(yAt(y4, c), yAt(y5, c), yAt(y6, c), yAt(y7, c));
      s2 += vec4f(dot(l[0], l[0]), dot(l[1], l[1]), dot(l[2], l[2]), dot(l[3], l[3]));
      s3 += vec4f(dot(r[0], r[0]), dot(r[1], r[1]), dot(r[2], r[2]), dot(r[3], r[3]));
      let left = transpose(l);
      let right = transpose(r);
      // @unroll k 0..4
      {
        let v = xAt(x$k, c);
        a$k += left * v;
        b$k += right * v;
        s0[$k] += dot(v, v);
      }
      // @end
      // @unroll k 4..8
      {
        let v = xAt(x$k, c);
        a$k += left * v;
        b$k += right * v;
        s1[$k - 4] += dot(v, v);
      }
      // @end
    }
    var block = array<vec4f, 16>(
      a0, b0, a1, b1, a2, b2, a3, b3, a4, b4, a5, b5, a6, b6, a7, b7,
    );
    let wide = min(2u, across - j / 4u);
    for (var k = 0u; k < min(8u, p.n - i) * wide; k++) {
      setTile((i + k / wide) * stride + j / 4u + k % wide, block[k / wide * 2u + k % wide]);
    }
    let squares = array<vec4f, 4>(s0, s1, s2, s3);
    for (var k = 0u; k < 8u * u32(j == 0u); k++) {
      setToken(NORM + i + k, normOf(squares[k / 4u][k % 4u]));
    }
    for (var k = 0u; k < 8u * u32(i == 0u); k++) {
      setToken(NORM + SIDE + j + k, normOf(squares[2u + k / 4u][k % 4u]));
    }
  }
}

// dY from tile = D (its rows already times the inverse norm of x for cosine costs), a lane 8 columns by 16
// dimensions; SUMS + j holds sum_i D cos, SUMS + SIDE + j sum_i D.
fn writeGradient(p: Problem, lane: u32) {
  let chunks = (params.d + 3u) / 4u;
  let blocks = (chunks + 3u) / 4u;
  let across = (p.m + 3u) / 4u;
  let stride = strideOf(p);
  for (var q = lane; q < (p.m + 7u) / 8u * blocks; q += W) {
    let j = q / blocks * 8u;
    let c = q % blocks * 4u;
    // @unroll k 0..8
    var g$k = vec4f();
    var h$k = vec4f();
    var s$k = vec4f();
    var t$k = vec4f();
    // @end
    for (var i = 0u; i < p.n; i++) {
      let at = tokenAt(p.x + place(i));
      let x0 = xAt(at, c);
      let x1 = xAt(at, min(c + 1u, chunks - 1u));
      let x2 = xAt(at, min(c + 2u, chunks - 1u));
      let x3 = xAt(at, min(c + 3u, chunks - 1u));
      let left = tileAt(i * stride + j / 4u);
      let right = tileAt(i * stride + min(j / 4u + 1u, across - 1u));
      // @unroll k 0..4
      g$k += left[$k] * x0;
      h$k += left[$k] * x1;
      s$k += left[$k] * x2;
      t$k += left[$k] * x3;
      // @end
      // @unroll k 4..8
      g$k += right[$k - 4] * x0;
      h$k += right[$k - 4] * x1;
      s$k += right[$k - 4] * x2;
      t$k += right[$k - 4] * x3;
      // @end
    }
    var moved = array<mat4x4f, 8>(
      // @unroll k 0..8
      mat4x4f(g$k, h$k, s$k, t$k),
      // @end
    );
    for (var k = 0u; k < min(8u, p.m - j); k++) {
      storeGradient(p, j + k, c, min(4u, chunks - c), moved[k]);
    }
  }
}

fn storeGradient(p: Problem, j: u32, first: u32, count: u32, moved: mat4x4f) {
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
  var parts = moved;
  for (var c = 0u; c < count; c++) {
    setGradient(at, first + c, own * yAt(at, first + c) + other * parts[c]);
  }
}
