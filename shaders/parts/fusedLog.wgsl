// fusedLog: updates in logarithms on tile = M; they change BASE.

// Sums of 2^(z M + BASE of the other side - shift), and the largest exponent.
struct Sweep {
  sum: vec4f,
  top: vec4f,
}

// One row; every element of the result is that of row i.
fn sweepRow(p: Problem, i: u32, z: f32, shift: vec4f) -> Sweep {
  let at = i * strideOf(p);
  var sum = 0.0;
  var top = vec4f(-3e38);
  for (var c = 0u; c < (p.m + 3u) / 4u; c++) {
    let e = z * tileAt(at + c) + four(BASE + SIDE + 4u * c);
    let terms = power(e - shift);
    sum = (((sum + terms.x) + terms.y) + terms.z) + terms.w;
    top = max(top, e);
  }
  return Sweep(vec4f(sum), vec4f(max(max(top.x, top.y), max(top.z, top.w))));
}

fn sweepColumns(p: Problem, j: u32, z: f32, shift: vec4f) -> Sweep {
  var sum = vec4f();
  var top = vec4f(-3e38);
  for (var i = 0u; i < p.n; i++) {
    let e = z * entry(p, i, j) + token(BASE + i);
    sum += power(e - shift);
    top = max(top, e);
  }
  return Sweep(sum, top);
}

fn settled(sum: vec4f) -> bool {
  return all((sum > vec4f(1e-12)) & (sum < vec4f(1e12)));
}

// New potentials from sums that were shifted by -shift, the potentials that they are measured from.
fn potential(weight: vec4f, found: Update, shift: vec4f) -> vec4f {
  var step = found.step;
  if (!GENERAL) {
    step = log2(max(found.scaling, vec4f(TINY)));
  }
  return select(vec4f(LOG_ZERO), max(step - shift, vec4f(LOG_ZERO)), weight > vec4f());
}

// Updates of rows, then of columns. The potential so far is a good shift; where it is not, the largest
// exponent that the sweep finds shifts a second one.
fn logRows(p: Problem, lane: u32, z: f32, h: f32, omega: f32) {
  for (var i = lane; i < p.n; i += W) {
    var shift = vec4f();
    var sweep = Sweep(vec4f(), vec4f(-token(BASE + i)));
    for (var turn = 0u; turn < 2u && !settled(sweep.sum); turn++) {
      shift = sweep.top;
      sweep = sweepRow(p, i, z, shift);
    }
    let weight = vec4f(token(WEIGHT + i));
    let found = updated(weight, sweep.sum, vec4f(1.0), -shift, restAt(params.restX, z), h, omega);
    setToken(BASE + i, potential(weight, found, shift).x);
    setToken(SUMS + i, found.residual.x);
  }
}

fn logColumns(p: Problem, lane: u32, z: f32, h: f32, omega: f32) {
  for (var j = lane * R; j < p.m; j += W * R) {
    let at = SIDE + j;
    var shift = vec4f();
    var sweep = Sweep(vec4f(), -four(BASE + at));
    for (var turn = 0u; turn < 2u && !settled(sweep.sum); turn++) {
      shift = sweep.top;
      sweep = sweepColumns(p, j, z, shift);
    }
    let weight = four(WEIGHT + at);
    let found = updated(weight, sweep.sum, vec4f(1.0), -shift, restAt(params.restY, z), h, omega);
    setFour(BASE + at, potential(weight, found, shift));
    setFour(SUMS + at, found.scaling * sweep.sum);
  }
}
