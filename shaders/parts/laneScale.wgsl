// laneScale: updates of scalings by 4 invocations that hold the kernel: row i is in invocation i % 4.
//
// Where a CPU plays the GPU a load from a computed address costs as much as 30 multiplications, one from a
// constant address next to nothing. Hence arrays with constant indices. Products with the zeros past the end are
// cheaper than a loop around each block of 16 by 16 entries that leaves them out.

const ROWS = $COLUMNSu; // rows an invocation holds
const COLUMNS = $COLUMNSu; // vectors of 4 columns
var<private> kernel: array<vec4f, ROWS * COLUMNS>;
// @unroll g 0..GROUPS
var<private> u$g: vec4f; // scalings of rows 4 $g to 4 $g + 3 of this invocation
var<private> o$g: vec4f; // the same before the last update
var<private> a$g: vec4f; // their weights
var<private> b$g: vec4f; // their base
// @end
var<workgroup> across: array<vec4f, COLUMNS>; // scalings of columns

fn ofRows(at: u32, g: u32, lane: u32) -> vec4f {
  let i = at + 16u * g + lane;
  return vec4f(token(i), token(i + 4u), token(i + 8u), token(i + 12u));
}

fn beginScaling(p: Problem, lane: u32) {
  let stride = strideOf(p);
  for (var i = lane; i < p.n; i += W) {
    for (var c = 0u; c < (p.m + 3u) / 4u; c++) {
      kernel[i / 4u * COLUMNS + c] = tileAt(i * stride + c);
    }
  }
  // @unroll g 0..GROUPS
  u$g = ofRows(SCALING, $g, lane);
  a$g = ofRows(WEIGHT, $g, lane);
  b$g = ofRows(BASE, $g, lane);
  // @end
  for (var c = lane; c < COLUMNS; c += W) {
    across[c] = four(SCALING + SIDE + 4u * c);
  }
  workgroupBarrier();
}

// Takes the last update of a side back, where it left the range.
fn endScaling(p: Problem, lane: u32, undoRows: bool, undoColumns: bool) {
  // @unroll g 0..GROUPS
  setRows(SCALING, $g, lane, select(u$g, o$g, undoRows));
  // @end
  for (var c = lane; c < COLUMNS; c += W) {
    let at = SIDE + 4u * c;
    setFour(SCALING + at, select(across[c], four(OLD + at), undoColumns));
  }
  sync();
}

fn setRows(at: u32, g: u32, lane: u32, value: vec4f) {
  for (var k = 0u; k < 4u; k++) {
    setToken(at + 16u * g + 4u * k + lane, value[k]);
  }
}

fn scaleRows(p: Problem, lane: u32, state: State) {
  let looks = u32((state.k + 1u) % $CHECK_EVERY == 0u);
  // @unroll g 0..GROUPS
  var s$g = vec4f();
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
  // @unroll g 0..GROUPS
  for (var once = 0u; once < u32(16u * $g < p.n); once++) {
    let found = updated(a$g, s$g, u$g, b$g, params.restX, state.h - state.inside, state.pace.omega);
    o$g = u$g;
    u$g = found.scaling;
    for (var look = 0u; look < looks; look++) {
      setRows(SUMS, $g, lane, found.residual);
    }
    watch(found.scaling);
  }
  // @end
}

fn scaleColumns(p: Problem, lane: u32, state: State) {
  let vectors = (p.m + 3u) / 4u;
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
  for (var c = lane; c < vectors; c += W) {
    let t = (partial(0u, c) + partial(1u, c)) + (partial(2u, c) + partial(3u, c));
    let at = SIDE + 4u * c;
    let found = updated(four(WEIGHT + at), t, across[c], four(BASE + at), params.restY, state.h - state.inside,
      state.pace.omega);
    setFour(OLD + at, across[c]);
    across[c] = found.scaling;
    if (GENERAL) {
      setFour(SUMS + at, log2(max(found.scaling * t, vec4f(TINY))));
    }
    watch(found.scaling);
  }
  workgroupBarrier();
}
