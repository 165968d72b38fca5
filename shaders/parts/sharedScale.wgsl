// sharedScale: updates of scalings from the tile that all invocations share, R rows or columns each.

fn beginScaling(p: Problem, lane: u32) {}

// Takes the last update of a side back, where it left the range.
fn endScaling(p: Problem, lane: u32, undoRows: bool, undoColumns: bool) {
  for (var k = lane; k < SIDE; k += W) {
    if (undoRows) {
      setToken(SCALING + k, token(OLD + k));
    }
    if (undoColumns) {
      setToken(SCALING + SIDE + k, token(OLD + SIDE + k));
    }
  }
  sync();
}

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
    if (R != 4u) {
      s = vec4f(s.x);
    }
    let found = updated(mine(WEIGHT + i), s, mine(SCALING + i), mine(BASE + i), params.restX, state.h - state.inside,
      state.pace.omega);
    setFour(OLD + i, mine(SCALING + i));
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
    let found = updated(mine(WEIGHT + at), t, mine(SCALING + at), mine(BASE + at), params.restY, state.h - state.inside,
      state.pace.omega);
    setFour(OLD + at, mine(SCALING + at));
    setFour(SCALING + at, found.scaling);
    if (GENERAL) {
      setFour(SUMS + at, log2(max(found.scaling * t, vec4f(TINY))));
    }
    watch(found.scaling);
  }
  sync();
}
