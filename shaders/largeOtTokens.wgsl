// largeOtTokens: one large transport problem laid out for its kernels: padded tokens, weights, start.
//
// in     x          f32 [N, d]   the problem's rows start at number xFirst
// in     y          f32 [M, d]   likewise yFirst
// in     weights    f32 [N + M]  from weightsFirst, rows then columns; read where weighted is 1
// in     potentials f32 [N + M]  likewise; the start in the unit of cost, read where warm is 1
// out    tokens     f32 [rows + columns, 4 depth]  unit vectors (cosine) or raw ones, zeros past n, m and d
// out    vectors    f32 [7, rows + columns]  sections 0 weight, 1 absorbed (whole bits), 2 scaling, 6 norm:
//                   1 / |x| (cosine, 0 where |x| < 1e-12), |x|^2 (squared Euclidean) or 1
// grid   an invocation per 4 tokens, W a workgroup, folded into y
// error  |unit vector - float64| <= 1.5e-7; asserted by largeOtTokens.test.ts
// source docs/optimal-transport.md, sections 1 and 2

struct Params {
  n: u32,
  m: u32,
  rows: u32, // n and m filled up to multiples of 8
  columns: u32,
  d: u32,
  depth: u32, // vectors of 4 in a padded token
  xFirst: u32,
  yFirst: u32,
  weightsFirst: u32,
  weighted: u32,
  warm: u32,
  marginals: u32, // 0 balanced
  cost: u32, // 0 cosine, 1 squared Euclidean, 2 dot
  startScale: f32, // log2(e) / eps of the first iteration
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;
@group(0) @binding(4) var<storage, read> potentials: array<f32>;
@group(0) @binding(5) var<storage, read_write> tokens: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> vectors: array<vec4f>;

override W: u32 = 64;
const SHORTEST: f32 = 1e-24; // square of the length below which a vector has no direction

// Numbers 4 c to 4 c + 3 of a token, zeros past the end.
fn chunk(side: u32, token: u32, c: u32) -> vec4f {
  var value = vec4f();
  for (var k = 4 * c; k < min(4 * c + 4, params.d); k++) {
    if (side == 0) {
      value[k % 4] = x[params.xFirst + token * params.d + k];
    } else {
      value[k % 4] = y[params.yFirst + token * params.d + k];
    }
  }
  return value;
}

// Writes one padded token at `at` and returns its norm as the cost needs it.
fn copyToken(side: u32, token: u32, there: bool, at: u32) -> f32 {
  var square = 0.0;
  var lost = 0.0; // Kahan: an error of the norm is one of a whole row of costs
  for (var c = 0u; c < params.depth; c++) {
    var v = vec4f();
    if (there) {
      v = chunk(side, token, c);
    }
    tokens[at + c] = v;
    let part = dot(v, v) - lost;
    let sum = square + part;
    lost = (sum - square) - part;
    square = sum;
  }
  if (params.cost != 0) {
    return select(1.0, square, params.cost == 1);
  }
  let inverse = select(0.0, 1.0 / sqrt(max(square, SHORTEST)), square > SHORTEST);
  for (var c = 0u; c < params.depth; c++) {
    tokens[at + c] *= inverse;
  }
  return inverse;
}

@compute @workgroup_size(W)
fn largeOtTokens(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let quads = (params.rows + params.columns) / 4;
  let quad = (group.x + group.y * groups.x) * W + lane;
  if (quad >= quads) {
    return;
  }
  let side = u32(4 * quad >= params.rows);
  let count = select(params.n, params.m, side == 1);
  var norm = vec4f();
  var weight = vec4f();
  var start = vec4f();
  for (var k = 0u; k < 4; k++) {
    let token = 4 * quad + k - side * params.rows;
    let there = token < count;
    norm[k] = copyToken(side, token, there, (4 * quad + k) * params.depth);
    if (there) {
      let at = params.weightsFirst + side * params.n + token;
      weight[k] = 1.0 / f32(count);
      if (params.weighted == 1) {
        weight[k] = weights[at];
      }
      if (params.warm == 1 && weight[k] > 0) {
        start[k] = clamp(potentials[at], -1e20, 1e20) * params.startScale;
      }
    }
  }
  // Whole bits are absorbed, which is exact; what is left is the scaling.
  let bits = round(start);
  var scaling = exp2(start - bits);
  if (params.warm == 0 && params.marginals != 0) {
    scaling = weight;
  }
  vectors[quad] = weight;
  vectors[quads + quad] = bits;
  vectors[2 * quads + quad] = select(vec4f(), scaling, weight > vec4f());
  vectors[6 * quads + quad] = norm;
}
