// plainScale: updates of scalings by 4 invocations that hold the kernel, for plain problems. Arrays have
// constant indices: see laneScale. Products with the zeros past the end are cheaper than a loop around each
// block of 16 by 16 entries that leaves them out: 5 us an iteration for 11 at 32 x 32, 10 for 26 at 40 x 40.

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

fn sumRows() {
  // @unroll g 0..GROUPS
  s$g = vec4f();
  // @end
  // @unroll c 0..COLUMNS
  {
    let v = across[$c];
    // @unroll g 0..GROUPS
    s$g.x += dot(kernel[(4u * $g) * COLUMNS + $c], v);
    s$g.y += dot(kernel[(4u * $g + 1u) * COLUMNS + $c], v);
    s$g.z += dot(kernel[(4u * $g + 2u) * COLUMNS + $c], v);
    s$g.w += dot(kernel[(4u * $g + 3u) * COLUMNS + $c], v);
    // @end
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
  // @unroll c 0..COLUMNS
  {
    var t = vec4f();
    // @unroll g 0..GROUPS
    t += kernel[(4u * $g) * COLUMNS + $c] * u$g.x;
    t += kernel[(4u * $g + 1u) * COLUMNS + $c] * u$g.y;
    t += kernel[(4u * $g + 2u) * COLUMNS + $c] * u$g.z;
    t += kernel[(4u * $g + 3u) * COLUMNS + $c] * u$g.w;
    // @end
    setPartial(lane, $c, t);
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
