// fusedScale: the kernel, its absorption, and sums over tokens.

// tile = M = -C log2(e) / eps.
fn fillTile(p: Problem, lane: u32) {
  let across = (p.m + 3u) / 4u;
  let stride = strideOf(p);
  sumProducts(p, lane);
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

// tile = K, scalings from 1.
fn makeKernel(p: Problem, lane: u32, z: f32, h: f32) {
  let across = (p.m + 3u) / 4u;
  for (var q = lane; q < p.n * across; q += W) {
    let at = q / across * strideOf(p) + q % across;
    setTile(at, power((z * tileAt(at) + h) + (token(BASE + q / across) + four(BASE + SIDE + q % across * 4u))));
  }
  for (var k = lane; k < 2u * SIDE; k += W) {
    setToken(SCALING + k, select(0.0, 1.0, token(WEIGHT + k) > 0.0));
  }
  sync();
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

// Moves the scalings into the potentials.
fn absorb(lane: u32) {
  for (var k = lane; k < 2u * SIDE; k += W) {
    if (token(WEIGHT + k) > 0.0) {
      setToken(BASE + k, token(BASE + k) + log2(max(token(SCALING + k), TINY)));
    }
  }
  sync();
}

// The sum of `count` tokens from `at`, one after the other, so that zeros change nothing.
fn sumOf(lane: u32, at: u32, count: u32) -> f32 {
  sync();
  if (lane == 0u) {
    var sum = 0.0;
    for (var k = 0u; k < count; k++) {
      sum += token(at + k);
    }
    total = sum;
  }
  return workgroupUniformLoad(&total);
}

// The same of 2^token, in logarithms.
fn logSumOf(lane: u32, at: u32, count: u32) -> f32 {
  sync();
  if (lane == 0u) {
    var top = -LARGEST;
    for (var k = 0u; k < count; k++) {
      top = max(top, token(at + k));
    }
    var sum = 0.0;
    for (var k = 0u; k < count; k++) {
      sum += power(vec4f(token(at + k) - top)).x;
    }
    total = top + log2(max(sum, TINY));
  }
  return workgroupUniformLoad(&total);
}
