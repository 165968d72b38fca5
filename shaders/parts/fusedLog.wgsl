// fusedLog: updates in logarithms on tile = M; they change BASE.

// Sums of 2^(z M + BASE of the other side + h - shift), and the largest exponent.
struct Sweep {
  sum: vec4f,
  top: vec4f,
}

// One row; every element of the result is that of row i.
fn sweepRow(p: Problem, i: u32, z: f32, h: f32, shift: vec4f) -> Sweep {
  let at = i * strideOf(p);
  var sum = 0.0;
  var top = vec4f(-3e38);
  for (var c = 0u; c < (p.m + 3u) / 4u; c++) {
    let e = z * tileAt(at + c) + (four(BASE + SIDE + 4u * c) + h);
    let terms = power(e - shift);
    sum = (((sum + terms.x) + terms.y) + terms.z) + terms.w;
    top = max(top, e);
  }
  return Sweep(vec4f(sum), vec4f(max(max(top.x, top.y), max(top.z, top.w))));
}

fn sweepColumns(p: Problem, j: u32, z: f32, h: f32, shift: vec4f) -> Sweep {
  var sum = vec4f();
  var top = vec4f(-3e38);
  for (var i = 0u; i < p.n; i++) {
    let e = z * entry(p, i, j) + (token(BASE + i) + h);
    sum += power(e - shift);
    top = max(top, e);
  }
  return Sweep(sum, top);
}

fn settled(sum: vec4f) -> bool {
  return all((sum > vec4f(1e-12)) & (sum < vec4f(1e12)));
}

// The update of potentials `old` from a sweep; what it is measured from is -shift.
fn logUpdate(
  weight: vec4f, sweep: Sweep, old: vec4f, shift: vec4f, rest: f32, omega: f32,
) -> Update {
  let before = exp2(clamp(old + shift, vec4f(-50.0), vec4f(50.0)));
  var found = updated(weight, sweep.sum, before, -shift, rest, 0.0, omega);
  var next = log2(before) - shift + found.step;
  if (!GENERAL) {
    next = log2(max(found.scaling, vec4f(TINY))) - shift;
  }
  found.step = select(vec4f(LOG_ZERO), max(next, vec4f(LOG_ZERO)), weight > vec4f());
  return found;
}

// Updates of rows, then of columns. The potential so far is a good shift; where it is not, the largest
// exponent that the sweep finds shifts a second one.
fn logRows(p: Problem, lane: u32, state: State) {
  for (var i = lane; i < p.n; i += W) {
    let old = vec4f(token(BASE + i));
    var shift = vec4f();
    var sweep = Sweep(vec4f(), -old);
    for (var turn = 0u; turn < 2u && !settled(sweep.sum); turn++) {
      shift = sweep.top;
      sweep = sweepRow(p, i, state.z, state.h, shift);
    }
    let rest = restAt(params.restX, state.z);
    let found = logUpdate(vec4f(token(WEIGHT + i)), sweep, old, shift, rest, state.pace.omega);
    setToken(BASE + i, found.step.x);
    setToken(SUMS + i, found.residual.x);
  }
}

fn logColumns(p: Problem, lane: u32, state: State) {
  for (var j = lane * R; j < p.m; j += W * R) {
    let at = SIDE + j;
    let old = mine(BASE + at);
    var shift = vec4f();
    var sweep = Sweep(vec4f(), -old);
    for (var turn = 0u; turn < 2u && !settled(sweep.sum); turn++) {
      shift = sweep.top;
      sweep = sweepColumns(p, j, state.z, state.h, shift);
    }
    let rest = restAt(params.restY, state.z);
    let found = logUpdate(mine(WEIGHT + at), sweep, old, shift, rest, state.pace.omega);
    setFour(BASE + at, found.step);
    setFour(SUMS + at, found.step + shift + log2(max(sweep.sum, vec4f(TINY))));
  }
}
