// fusedTokens: which tokens of a problem have a weight, and their starting potentials.

// Leaves out tokens of weight 0: the n and m of the result count the others, PLACE says which they are.
fn choose(p: Problem, lane: u32) -> Problem {
  for (var k = lane; k < 2u * SIDE; k += W) {
    setToken(PLACE + k, f32(k % SIDE));
  }
  if (params.weighted == 0u) {
    return p;
  }
  sync();
  let first = p.x + p.y;
  for (var k = lane; k < p.rows * p.columns * params.wantPlan; k += W) {
    plan[p.plan + k] = 0.0;
  }
  if (lane == 0u) {
    var counts = vec2u();
    for (var k = 0u; k < p.rows + p.columns; k++) {
      let ofY = k >= p.rows;
      if (weights[first + k] > 0.0) {
        setToken(PLACE + select(counts.x, SIDE + counts.y, ofY), f32(select(k, k - p.rows, ofY)));
        counts += select(vec2u(1u, 0u), vec2u(0u, 1u), ofY);
      } else {
        potentials[first + k] = LOG_ZERO;
      }
    }
    total = f32(counts.x + 128u * counts.y);
  }
  storageBarrier(); // other invocations write entries of the plan later
  let counts = u32(workgroupUniformLoad(&total));
  var chosen = p;
  chosen.n = counts % 128u;
  chosen.m = counts / 128u;
  return chosen;
}

fn place(k: u32) -> u32 {
  return u32(token(PLACE + k));
}

// Where token `k` (SIDE + j for column j) stands in weights and potentials.
fn marginalAt(p: Problem, k: u32) -> u32 {
  return p.x + p.y + place(k) + select(0u, p.rows, k >= SIDE);
}

// Weights and starting potentials of all tokens; zeros where there is no token.
fn readTokens(p: Problem, lane: u32) {
  for (var k = lane; k < 2u * SIDE; k += W) {
    let ofY = k >= SIDE;
    let there = k % SIDE < select(p.n, p.m, ofY);
    let at = select(0u, marginalAt(p, k), there);
    var w = select(1.0 / f32(select(p.n, p.m, ofY)), weights[at * params.weighted], params.weighted == 1u);
    w = select(0.0, w, there);
    var start = select(0.0, log2(max(w, TINY)), params.marginals != BALANCED);
    let given = potentials[at];
    start = select(start, given * params.scale * params.first, params.warm == 1u && given > LEAST_START);
    setToken(WEIGHT + k, w);
    setToken(BASE + k, select(LOG_ZERO, max(start, LOG_ZERO), there));
    setToken(SCALING + k, select(0.0, 1.0, there));
  }
}
