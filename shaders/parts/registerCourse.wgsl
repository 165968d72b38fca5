// registerCourse: what happens between the updates of one problem. Wants uniform control flow.

// eps over the eps of iteration k + 1.
fn nextRatio(k: u32, z: f32) -> f32 {
  if (params.schedule == PROXIMAL) {
    return f32(k + 1u);
  }
  return select(z, min(1.0, z / params.factor), k > 0u && z < 1.0);
}

// Hands potentials on when eps changes: in the unit of cost, or (proximal) to where the last two iterations
// point.
fn changeEps(lane: u32, ratio: f32) {
  var next = vec3f(base, h) * ratio;
  if (params.schedule == PROXIMAL) {
    next = vec3f(base.x, 2.0 * vec2f(base.y, h) - last);
    last = vec2f(base.y, h);
  }
  base = select(vec2f(LOG_ZERO), next.xy, weight > vec2f());
  h = next.z;
  share(lane, base);
}

// Registers = K, scalings from 1. `factor` is what of h the kernel holds: all once the iterations in
// logarithms are over, since 2^h alone may be beyond float32.
fn makeKernel(lane: u32, z: f32, factor: f32) {
  let held = base + vec2f(factor, 0.0);
  share(lane, held);
  raise(z, held.x, held.y);
  scaling = select(vec2f(), vec2f(1.0), weight > vec2f());
  share(lane, scaling);
}

// Remembers that a scaling left the range in which flushed entries of the kernel do not matter.
fn watch(value: f32) {
  if (value > DRIFT || (value < 1.0 / DRIFT && value > 0.0)) {
    atomicStore(&leaving, 1u);
  }
}

// After a barrier: whether one has.
fn left(lane: u32) -> bool {
  if (lane == 0u) {
    total = f32(atomicExchange(&leaving, 0u));
  }
  return workgroupUniformLoad(&total) > 0.0;
}

// After an iteration (its last values shared): whether the problem is done. The residual that the row update
// saw counts where it is `known`.
fn finished(lane: u32, k: u32, z: f32, known: bool, logs: bool) -> bool {
  if (params.marginals == PARTIAL) {
    h = params.logMass - select(log2(max(sumOfEach(), TINY)), logSumOfEach(), logs);
  }
  var small = false;
  let look = k % $CHECK_EVERY == 0u && z == 1.0 && params.schedule != PROXIMAL;
  if (look && known && (params.tolerance > 0.0 || params.relaxed == 1u)) {
    workgroupBarrier();
    setEach(lane, residual);
    workgroupBarrier();
    if (lane == 0u) {
      total = sumOfEach();
    }
    let error = workgroupUniformLoad(&total);
    pace = paced(pace, error);
    small = params.tolerance > 0.0 && error <= params.tolerance;
  }
  return small || k >= params.iterations;
}

// Rows and columns = P from the kernel and the part of h that it does not hold; base = whole potentials.
fn makePlan(lane: u32, factor: f32) {
  let mine = scaling.x * exp2(factor);
  // @unroll i 0..V
  row$i = row$i * mine * ofColumn[$i];
  column$i = column$i * (ofRow[$i] * exp2(factor)) * scaling.y;
  // @end
  base = select(base, base + log2(max(scaling, vec2f(TINY))), weight > vec2f());
}
