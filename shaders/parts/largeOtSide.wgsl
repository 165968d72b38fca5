// largeOtSide: what 4 tokens of one side add to the status of largeOtStatus, and their potentials.

// One side's share of the status: sums, value, residual and gap as the columns of the result.
fn side(quad: u32, rest: f32, rho: f32, h: vec2f, grown: f32) -> mat4x4f {
  let quads = (params.rows + params.columns) / 4;
  let weight = vectors[quad];
  let absorbed = vectors[quads + quad];
  let scaling = max(vectors[2 * quads + quad], vec4f(LEAST));
  let sum = vectors[4 * quads + quad];
  let there = weight > vec4f();
  let unit = params.lastUnit;
  let w = max(weight, vec4f(LEAST));
  // Bits of the potential over the weight; h has its whole bits apart, which cancel with the absorbed ones.
  let bits = (absorbed - h.x) + log2(scaling / w) - log2(h.y);
  let relative = max(sum, vec4f(LEAST)) / w;
  var wanted = weight;
  var gap = unit * bits * (sum - weight);
  if (params.marginals == 1) {
    wanted = w * exp2(min(rest * (log2(relative) - bits), vec4f(80)));
    // rho (KL(sum|w) + w (exp(-F/rho) - 1)) + F sum = rho sum (z + exp(-z) - 1), z = log(sum/w) + F/rho
    let f = unit * bits / rho;
    let z = LN2 * log2(relative) + f;
    let small = z * z * (0.5 - z * (1.0 / 6.0 - z / 24.0));
    let exact = sum * (z - 1.0) + w * exp2(min(-f / LN2, vec4f(80)));
    gap = rho * select(exact, sum * small, abs(z) < vec4f(0.1));
  } else if (params.marginals == 2) {
    wanted = min(w * exp2(min(log2(relative) - bits, vec4f())), w);
  }
  let value = unit * (bits + h.x + log2(h.y) + log2(grown)) * sum;
  let none = vec4f();
  return mat4x4f(select(none, sum, there), select(none, value, there), select(none, abs(sum - wanted), there),
    select(none, gap, there));
}

// Writes the potentials of tokens `first` and on of `count`, which start at number `at`.
fn give(quad: u32, at: u32, first: u32, count: u32, grown: f32) {
  let quads = (params.rows + params.columns) / 4;
  let scaling = vectors[2 * quads + quad];
  let bits = vectors[quads + quad] + log2(max(scaling * grown, vec4f(LEAST)));
  let values = select(vec4f(LOG_ZERO), params.lastUnit * bits, scaling > vec4f());
  for (var k = 0u; k < min(4u, count - min(count, first)); k++) {
    potentials[at + first + k] = values[k];
  }
}
