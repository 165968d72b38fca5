// laneScale: updates of scalings by 4 invocations that hold the kernel: row i is in invocation i % 4.
//
// Where a CPU plays the GPU a load from a computed address costs as much as 30 multiplications, one from a
// constant address next to nothing. Hence arrays with constant indices, in blocks of 16 by 16 entries.

const ROWS = $GROUPSu * 4u; // rows an invocation holds
const COLUMNS = $GROUPSu * 4u; // vectors of 4 columns
var<private> kernel: array<vec4f, ROWS * COLUMNS>;
var<private> sums: array<vec4f, COLUMNS>; // of columns, over this invocation's rows
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
    let found = updated(a$g, s, u$g, b$g, params.restX, state.h - state.inside, state.pace.omega);
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
