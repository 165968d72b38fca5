// fusedCourse: how the iterations of one problem go: domain, eps schedule, checks.

struct State {
  k: u32, // iterations finished
  z: f32, // eps over the eps of iteration k
  h: f32, // log2 factor of partial transport
  inside: f32, // the part of h that is in the kernel
  earlier: f32, // h of the iteration before, for the proximal schedule
  pace: Pace,
  done: bool,
}

// Bits of float32's exponent that the problem takes, see section 4 of the document; sets BASE of the rows.
fn domainOf(p: Problem, lane: u32) -> u32 {
  for (var i = lane; i < p.n; i += W) {
    var high = vec4f(-3e38);
    var low = vec4f(3e38);
    for (var c = 0u; c < (p.m + 3u) / 4u; c++) {
      let other = four(BASE + SIDE + 4u * c);
      let m = tileAt(i * strideOf(p) + c) + other;
      let there = other > vec4f(0.5 * LOG_ZERO);
      high = select(high, max(high, m), there);
      low = select(low, min(low, m), there);
    }
    let top = max(max(high.x, high.y), max(high.z, high.w));
    let bottom = min(min(low.x, low.y), min(low.z, low.w));
    let there = token(WEIGHT + i) > 0.0 && top >= bottom;
    let balanced = params.marginals == BALANCED;
    setToken(SUMS + i, select(0.0, select(max(abs(top), abs(bottom)), top - bottom, balanced), there));
    if (there && (params.warm == 0u || balanced)) {
      setToken(BASE + i, select(0.0, -top, balanced));
    }
  }
  sync();
  if (lane == 0u) {
    var range = 0.0;
    var lightest = 0.0;
    var count = vec2f();
    for (var k = 0u; k < 2u * SIDE; k++) {
      let w = token(WEIGHT + k);
      if (w > 0.0) {
        lightest = max(lightest, abs(log2(w)));
        range = max(range, select(0.0, token(SUMS + k), k < SIDE));
        count += select(vec2f(1.0, 0.0), vec2f(0.0, 1.0), k >= SIDE);
      }
    }
    total = range + lightest + log2(max(max(count.x, count.y), 1.0));
  }
  let bits = workgroupUniformLoad(&total);
  if (params.schedule == PROXIMAL) {
    return LOGS;
  }
  let safe = bits <= $KERNEL_BITS && params.schedule != GEOMETRIC;
  for (var i = lane; i < p.n; i += W) {
    if (safe && params.marginals != BALANCED) {
      setToken(BASE + i, 0.0);
    }
  }
  sync();
  return select(ABSORPTION, KERNEL, safe);
}

// One whole iteration in logarithms, or its columns alone.
fn logIteration(p: Problem, lane: u32, before: State, columnsOnly: bool) -> State {
  var state = before;
  if (!columnsOnly) {
    if (params.schedule == PROXIMAL) {
      state.z = f32(state.k + 1u);
      extrapolate(lane, state.k);
      state.earlier = before.h;
      state.h = select(2.0 * before.h - before.earlier, before.h, state.k == 0u);
    } else if (state.k > 0u && state.z < 1.0) {
      state.z = min(1.0, state.z / params.factor);
      rescale(lane, state.z / before.z);
      state.h *= state.z / before.z;
    }
  }
  state.inside = state.h;
  if (!columnsOnly) {
    logRows(p, lane, state);
    sync();
  }
  logColumns(p, lane, state);
  sync();
  return finished(p, lane, state);
}

// The proximal schedule goes on from where the last two iterations point to: 2 g_(k-1) - g_(k-2).
fn extrapolate(lane: u32, k: u32) {
  for (var j = SIDE + lane; j < 2u * SIDE; j += W) {
    let last = token(BASE + j);
    let next = select(2.0 * last - token(OLD + j), last, k == 0u || token(WEIGHT + j) == 0.0);
    setToken(OLD + j, last);
    setToken(BASE + j, next);
  }
  sync();
}

// Keeps the potentials in the unit of cost when eps changes.
fn rescale(lane: u32, ratio: f32) {
  for (var k = lane; k < 2u * SIDE; k += W) {
    setToken(BASE + k, select(LOG_ZERO, token(BASE + k) * ratio, token(WEIGHT + k) > 0.0));
  }
  sync();
}

// Counts the iteration; looks at the residual that its row update saw.
fn finished(p: Problem, lane: u32, before: State) -> State {
  var state = before;
  state.k += 1u;
  if (params.marginals == PARTIAL) {
    state.h = state.inside + params.logMass - logSumOf(lane, SUMS + SIDE, p.m);
  }
  let look = state.k % $CHECK_EVERY == 0u && state.z == 1.0 && params.schedule != PROXIMAL;
  if (look && (params.tolerance > 0.0 || params.relaxed == 1u)) {
    let error = sumOf(lane, SUMS, p.n);
    state.pace = paced(state.pace, error);
    state.done = params.tolerance > 0.0 && error <= params.tolerance;
  }
  state.done = state.done || state.k >= params.iterations;
  return state;
}
