// plainScale: updates of scalings by 4 invocations that hold the kernel, for plain problems. Arrays have
// constant indices, in blocks of 16 by 16 entries: see laneScale.

// @unroll g 0..GROUPS
var<private> u$g: vec4f; // scalings of rows 4 $g to 4 $g + 3 of this invocation
var<private> a$g: vec4f; // their weights, 0 past the end
var<private> s$g: vec4f; // their sums of K v
// @end

// kernel = K, zeros past the end, from inner products in tile; scalings from 1.
fn makeKernel(p: Problem, lane: u32) {
  let stride = strideOf(p);
  let vectors = (p.m + 3u) / 4u;
  for (var i = lane; i < p.n; i += W) {
    let norm = token(NORM + i);
    for (var c = 0u; c < vectors; c++) {
      let cos = clamp(tileAt(i * stride + c) * norm * four(NORM + SIDE + 4u * c), vec4f(-1.0), vec4f(1.0));
      let there = vec4u(0u, 1u, 2u, 3u) + 4u * c < vec4u(p.m);
      kernel[i / 4u * COLUMNS + c] = select(vec4f(), exp2(params.scale * (cos - 1.0)), there);
    }
  }
  let weight = 1.0 / f32(p.n);
  // @unroll g 0..GROUPS
  a$g = select(vec4f(), vec4f(weight), vec4u(0u, 4u, 8u, 12u) + 16u * $g + lane < vec4u(p.n));
  // @end
  for (var c = lane; c < COLUMNS; c += W) {
    across[c] = vec4f(1.0);
  }
  workgroupBarrier();
}

fn sumRows(p: Problem) {
  // @unroll g 0..GROUPS
  for (var once = 0u; once < u32(16u * $g < p.n); once++) {
    var s = vec4f();
    // @unroll c 0..GROUPS
    for (var twice = 0u; twice < u32(16u * $c < p.m); twice++) {
      // @unroll k 0..4
      {
        let v = across[4u * $c + $k];
        s.x += dot(kernel[(4u * $g) * COLUMNS + 4u * $c + $k], v);
        s.y += dot(kernel[(4u * $g + 1u) * COLUMNS + 4u * $c + $k], v);
        s.z += dot(kernel[(4u * $g + 2u) * COLUMNS + 4u * $c + $k], v);
        s.w += dot(kernel[(4u * $g + 3u) * COLUMNS + 4u * $c + $k], v);
      }
      // @end
    }
    // @end
    s$g = s;
  }
  // @end
}

// The residual of this invocation's rows.
fn residual() -> f32 {
  var sum = vec4f();
  // @unroll g 0..GROUPS
  sum += abs(u$g * s$g - a$g);
  // @end
  return dot(sum, vec4f(1.0));
}

// The sum of what `residual` left in tile.
fn residualOfAll(lane: u32) -> f32 {
  if (lane == 0u) {
    total = (tileAt(0u).x + tileAt(1u).x) + (tileAt(2u).x + tileAt(3u).x);
  }
  return workgroupUniformLoad(&total);
}

fn scaleRows() {
  // @unroll g 0..GROUPS
  u$g = a$g / max(s$g, vec4f(TINY));
  // @end
}

fn scaleColumns(p: Problem, lane: u32) {
  // @unroll c 0..GROUPS
  for (var once = 0u; once < u32(16u * $c < p.m); once++) {
    // @unroll k 0..4
    var t$k = vec4f();
    // @end
    // @unroll g 0..GROUPS
    for (var twice = 0u; twice < u32(16u * $g < p.n); twice++) {
      // @unroll k 0..4
      t$k += kernel[(4u * $g) * COLUMNS + 4u * $c + $k] * u$g.x;
      t$k += kernel[(4u * $g + 1u) * COLUMNS + 4u * $c + $k] * u$g.y;
      t$k += kernel[(4u * $g + 2u) * COLUMNS + 4u * $c + $k] * u$g.z;
      t$k += kernel[(4u * $g + 3u) * COLUMNS + 4u * $c + $k] * u$g.w;
      // @end
    }
    // @end
    // @unroll k 0..4
    setPartial(lane, 4u * $c + $k, t$k);
    // @end
  }
  // @end
  sync();
  let weight = 1.0 / f32(p.m);
  for (var c = lane; c < (p.m + 3u) / 4u; c += W) {
    across[c] = weight / max(wholeOf(c), vec4f(TINY));
  }
  workgroupBarrier();
}

// Column sums over all rows.
fn wholeOf(c: u32) -> vec4f {
  return (partial(0u, c) + partial(1u, c)) + (partial(2u, c) + partial(3u, c));
}
