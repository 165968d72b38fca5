// sharedScale: updates of scalings from the tile that all invocations share, R rows or columns each.

fn beginScaling(p: Problem, lane: u32) {}

fn endScaling(p: Problem, lane: u32) {}

// s + k . v, its terms one after the other.
fn dotOnto(s: f32, k: vec4f, v: vec4f) -> f32 {
  return (((s + k.x * v.x) + k.y * v.y) + k.z * v.z) + k.w * v.w;
}

fn scaleRows(p: Problem, lane: u32, state: State) {
  let stride = strideOf(p);
  for (var i = lane * R; i < p.n; i += W * R) {
    // @unroll k 0..4
    let row$k = min(i + $k, p.n - 1u) * stride;
    // @end
    var s = vec4f();
    for (var c = 0u; c < (p.m + 3u) / 4u; c++) {
      let v = four(SCALING + SIDE + 4u * c);
      s.x = dotOnto(s.x, tileAt(row0 + c), v);
      if (R == 4u) {
        s.y = dotOnto(s.y, tileAt(row1 + c), v);
        s.z = dotOnto(s.z, tileAt(row2 + c), v);
        s.w = dotOnto(s.w, tileAt(row3 + c), v);
      }
    }
    let found = updated(four(WEIGHT + i), s, four(SCALING + i), four(BASE + i), params.restX, state.h,
      state.pace.omega);
    setFour(SCALING + i, found.scaling);
    setFour(SUMS + i, found.residual);
    watch(found.scaling);
  }
  sync();
}

fn scaleColumns(p: Problem, lane: u32, state: State) {
  for (var j = lane * R; j < p.m; j += W * R) {
    var t = vec4f();
    for (var i = 0u; i < p.n; i++) {
      t += entry(p, i, j) * token(SCALING + i);
    }
    let at = SIDE + j;
    let found = updated(four(WEIGHT + at), t, four(SCALING + at), four(BASE + at), params.restY, state.h,
      state.pace.omega);
    setFour(SCALING + at, found.scaling);
    setFour(SUMS + at, found.scaling * t);
    watch(found.scaling);
  }
  sync();
}
