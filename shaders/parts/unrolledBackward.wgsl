// unrolledBackward: the reverse pass, from the plan to its first iteration.

fn powerOf(exponent: f32) -> f32 {
  return exp2(clamp(exponent, -200.0, 60.0));
}

// The loss and the last column update at once: with Q = C minus its mean under the column of P, dC = P (1 - Q /
// eps) and dU_i = sum_j P_ij Q_ij, where C itself would cancel. The mean counts from the heaviest entry's C.
fn seed(p: Problem, lane: u32) {
  for (var j = lane; j < p.m; j += W) {
    var top = -1.0;
    var zero = 0.0;
    var sum = 0.0;
    for (var i = 0u; i < p.n; i++) {
      let entry = powerOf(exponent(p, i, j) + u[i] + v[j]);
      sum += entry;
      if (entry > top) {
        top = entry;
        zero = cost[p.at + i * p.m + j];
      }
    }
    var mean = 0.0;
    for (var i = 0u; i < p.n; i++) {
      mean += powerOf(exponent(p, i, j) + u[i] + v[j]) * (cost[p.at + i * p.m + j] - zero);
    }
    earlier[j] = zero;
    dV[j] = mean / max(sum, 1e-37);
  }
  workgroupBarrier();
  for (var i = lane; i < p.n; i += W) {
    var sum = 0.0;
    for (var j = 0u; j < p.m; j++) {
      let at = p.at + i * p.m + j;
      let entry = powerOf(exponent(p, i, j) + u[i] + v[j]);
      let push = entry * ((cost[at] - earlier[j]) - dV[j]);
      dC[at] = entry - push / params.eps;
      sum += push;
    }
    dU[i] = sum;
  }
  workgroupBarrier();
}

// Share of entry (i, j) in the sum that updated row i.
fn rowShare(p: Problem, i: u32, j: u32) -> f32 {
  return select(0.0, powerOf(exponent(p, i, j) + earlier[j] + (u[i] - logA[i])), logA[i] > LOG_ZERO);
}

// Back through iteration k: its column update, but for the last, which `seed` has done; then its row update.
fn stepBack(p: Problem, k: u32, lane: u32) {
  let last = k == params.iterations;
  for (var j = lane; j < p.m; j += W) {
    if (!last) {
      v[j] = earlier[j];
    }
    earlier[j] = firstV(j);
    if (k > 1u) {
      earlier[j] = history[(k - 2u) * params.columns + p.y + j];
    }
  }
  workgroupBarrier();
  if (!last) {
    updateRows(p, lane);
  }
  for (var i = lane; i < p.n; i += W) {
    if (!last) {
      dU[i] = 0.0;
      for (var j = 0u; j < p.m; j++) {
        let share = powerOf(exponent(p, i, j) + u[i] + (v[j] - logB[j]));
        let push = select(0.0, share * dV[j], logB[j] > LOG_ZERO);
        dC[p.at + i * p.m + j] += push / params.eps;
        dU[i] -= push;
      }
    }
    for (var j = 0u; j < p.m; j++) {
      dC[p.at + i * p.m + j] += rowShare(p, i, j) * dU[i] / params.eps;
    }
  }
  workgroupBarrier();
  for (var j = lane; j < p.m; j += W) {
    var sum = 0.0;
    for (var i = 0u; i < p.n; i++) {
      sum -= rowShare(p, i, j) * dU[i];
    }
    dV[j] = sum;
  }
  workgroupBarrier();
}
