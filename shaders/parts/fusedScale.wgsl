// fusedScale: updates of scalings on tile = K, and their absorption.

// tile = K, scalings from 1.
fn makeKernel(p: Problem, lane: u32, z: f32) {
  let across = (p.m + 3u) / 4u;
  for (var q = lane; q < p.n * across; q += W) {
    let at = q / across * strideOf(p) + q % across;
    tile[at] = power(z * tile[at] + (tokens[BASE + q / across] + four(BASE + SIDE + q % across * 4u)));
  }
  for (var k = lane; k < 2u * SIDE; k += W) {
    tokens[SCALING + k] = select(0.0, 1.0, tokens[WEIGHT + k] > 0.0);
  }
  workgroupBarrier();
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
      s.x = dotOnto(s.x, tile[row0 + c], v);
      if (R == 4u) {
        s.y = dotOnto(s.y, tile[row1 + c], v);
        s.z = dotOnto(s.z, tile[row2 + c], v);
        s.w = dotOnto(s.w, tile[row3 + c], v);
      }
    }
    let found = updated(four(WEIGHT + i), s, four(SCALING + i), four(BASE + i), params.restX, state.h,
      state.pace.omega);
    setFour(SCALING + i, found.scaling);
    setFour(SUMS + i, found.residual);
    watch(found.scaling);
  }
}

fn scaleColumns(p: Problem, lane: u32, state: State) {
  for (var j = lane * R; j < p.m; j += W * R) {
    var t = vec4f();
    for (var i = 0u; i < p.n; i++) {
      t += entry(p, i, j) * tokens[SCALING + i];
    }
    let at = SIDE + j;
    let found = updated(four(WEIGHT + at), t, four(SCALING + at), four(BASE + at), params.restY, state.h,
      state.pace.omega);
    setFour(SCALING + at, found.scaling);
    setFour(SUMS + at, found.scaling * t);
    watch(found.scaling);
  }
}

// Remembers that a scaling left the range in which flushed entries of the kernel do not matter.
fn watch(scaling: vec4f) {
  if (any(scaling > vec4f(DRIFT)) || any((scaling < vec4f(1.0 / DRIFT)) & (scaling > vec4f()))) {
    atomicStore(&leaving, 1u);
  }
}

fn left(lane: u32) -> bool {
  workgroupBarrier();
  if (lane == 0u) {
    total = f32(atomicExchange(&leaving, 0u));
  }
  return workgroupUniformLoad(&total) > 0.0;
}

// Moves the scalings of one side, which starts at `side`, into its potentials.
fn absorb(side: u32, lane: u32) {
  for (var k = side + lane; k < side + SIDE; k += W) {
    if (tokens[WEIGHT + k] > 0.0) {
      tokens[BASE + k] += log2(max(tokens[SCALING + k], TINY));
    }
  }
  workgroupBarrier();
}
