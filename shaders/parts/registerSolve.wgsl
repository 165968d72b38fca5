// registerSolve: the course of the iterations of one problem; an invocation updates one row and one column.

var<private> weight: vec2f; // of row and column `lane`, 0 past the end
var<private> base: vec2f; // their potentials (base 2) inside the kernel
var<private> scaling: vec2f;
var<private> residual: f32; // of the row, found by its last update
var<private> pace: Pace;
var<private> h: f32; // log2 factor of partial transport
var<private> last: vec2f; // the column's potential and h of the iteration before, for the proximal schedule

// Weights and starting potentials; zeros where there is no token.
fn readTokens(p: Problem, lane: u32) {
  let there = vec2u(lane) < vec2u(p.n, p.m);
  let at = vec2u(p.x + p.y + min(lane, p.n - 1u), p.x + p.y + p.n + min(lane, p.m - 1u));
  var w = 1.0 / vec2f(f32(p.n), f32(p.m));
  if (params.weighted == 1u) {
    w = vec2f(weights[at.x], weights[at.y]);
  }
  weight = select(vec2f(), w, there);
  var start = vec2f();
  if (params.marginals != BALANCED) {
    start = log2(max(weight, vec2f(TINY)));
  }
  if (params.warm == 1u) {
    let given = vec2f(potentials[at.x], potentials[at.y]);
    start = select(start, given * params.scale * params.first, given > vec2f(LEAST_START));
  }
  base = select(vec2f(LOG_ZERO), max(start, vec2f(LOG_ZERO)), weight > vec2f());
  pace = Pace(1.0, 0.0, 0.0);
  h = select(0.0, params.logMass, params.marginals == PARTIAL);
  last = vec2f(base.y, h);
}

// Shows row and column values of all invocations to all.
fn share(lane: u32, values: vec2f) {
  workgroupBarrier();
  setRow(lane, values.x);
  setColumn(lane, values.y);
  workgroupBarrier();
}

// Bits of float32's exponent that the problem takes, see section 4 of the document; sets the row's base.
fn domainOf(lane: u32) -> u32 {
  var high = vec4f(-3e38);
  var low = vec4f(3e38);
  // @unroll i 0..V
  {
    let there = ofColumn[$i] > vec4f(0.5 * LOG_ZERO);
    high = select(high, max(high, row$i + ofColumn[$i]), there);
    low = select(low, min(low, row$i + ofColumn[$i]), there);
  }
  // @end
  let top = max(max(high.x, high.y), max(high.z, high.w));
  let bottom = min(min(low.x, low.y), min(low.z, low.w));
  let there = weight.x > 0.0 && top >= bottom;
  let balanced = params.marginals == BALANCED;
  if (there && (params.warm == 0u || balanced)) {
    base.x = select(0.0, -top, balanced);
  }
  let range = select(max(abs(top), abs(bottom)), top - bottom, balanced);
  let light = select(vec2f(), abs(log2(max(weight, vec2f(TINY)))), weight > vec2f());
  let some = select(vec2f(), vec2f(1.0), weight > vec2f());
  chunk[lane] = vec4f(select(0.0, range, there), max(light.x, light.y), some);
  workgroupBarrier();
  if (lane == 0u) {
    var most = vec2f();
    var count = vec2f();
    for (var t = 0u; t < T; t++) {
      most = max(most, chunk[t].xy);
      count += chunk[t].zw;
    }
    total = most.x + most.y + log2(max(max(count.x, count.y), 1.0));
  }
  let bits = workgroupUniformLoad(&total);
  let safe = bits <= $KERNEL_BITS && params.schedule != GEOMETRIC && params.schedule != PROXIMAL;
  if (safe && !balanced) {
    base.x = 0.0;
  }
  // Partial transport outside the bound: its factor 2^h may be beyond float32 while the scalings are not.
  return select(select(ABSORPTION, LOGS, params.schedule == PROXIMAL || params.marginals == PARTIAL), KERNEL, safe);
}

fn settled(sum: f32) -> bool {
  return sum > 1e-12 && sum < 1e12;
}

// Updates row (side 0) or column `lane` of the kernel or, for `logs`, in logarithms, and shows what it has
// found. Then what the plan is at now is a good shift (sums are those of the plan, h in them); where it is
// not, the largest exponent that the sweep finds shifts a second one.
fn updateSide(lane: u32, side: u32, logs: bool, z: f32, omega: f32) {
  let ofY = side == 1u;
  let w = select(weight.x, weight.y, ofY);
  let before = select(base.x, base.y, ofY);
  let inside = select(0.0, h, logs); // the factor of partial transport that the sums hold
  var origin = before + inside;
  var off = 0.0; // log2 of the scaling so far
  var sweep = Sweep(0.0, -origin);
  if (logs) {
    for (var turn = 0u; turn < 2u && !settled(sweep.sum); turn++) {
      origin = -sweep.top;
      if (ofY) {
        sweep = sweepColumn(z, sweep.top);
      } else {
        sweep = sweepRow(z, sweep.top);
      }
    }
    off = clamp(before + inside - origin, -100.0, 100.0);
  } else if (ofY) {
    sweep.sum = columnSum();
  } else {
    sweep.sum = rowSum();
  }
  let old = select(select(scaling.x, scaling.y, ofY), exp2(off), logs);
  let rest = restAt(select(params.restX, params.restY, ofY), z);
  let found = updated(w, sweep.sum, old, origin - inside, rest, h - inside, omega);
  var value = found.scaling;
  var term = found.scaling * sweep.sum;
  if (logs) {
    let step = select(log2(max(found.scaling, TINY)), off + found.step, GENERAL);
    value = select(LOG_ZERO, max(origin - inside + step, LOG_ZERO), w > 0.0);
    term = select(LOG_ZERO, step + log2(max(sweep.sum, TINY)) - inside, w > 0.0);
    base = select(vec2f(value, base.y), vec2f(base.x, value), ofY);
  } else {
    scaling = select(vec2f(value, scaling.y), vec2f(scaling.x, value), ofY);
  }
  if (ofY) {
    setColumn(lane, value);
    setEach(lane, term);
  } else {
    setRow(lane, value);
    residual = found.residual;
  }
}
