// otProblem: parameters, tables and small helpers of the shaders that solve one problem per workgroup.

struct Params {
  count: u32, // problems, a workgroup each
  d: u32, // dimensions of a token vector
  iterations: u32,
  cost: u32, // COSINE, SQUARED or DOT
  marginals: u32, // BALANCED, UNBALANCED or PARTIAL
  schedule: u32, // CONSTANT, GEOMETRIC or PROXIMAL
  relaxed: u32, // 1: safeguarded over-relaxation
  warm: u32, // 1: potentials hold where to start
  weighted: u32, // 1: weights are given, else 1/n and 1/m
  wantGradient: u32,
  wantPlan: u32,
  scale: f32, // log2(e) / eps
  distortion: f32,
  tolerance: f32,
  rhoX: f32, // unbalanced
  rhoY: f32,
  restX: f32, // 1 - tau = eps / (rho + eps) of the rows' side, 0 unless unbalanced
  restY: f32,
  logMass: f32, // log2 of the mass that partial transport moves
  first: f32, // eps over the first eps of a geometric schedule, else 1
  factor: f32, // of the geometric schedule
  gradientScale: f32,
}

const COSINE = 0u;
const SQUARED = 1u;
const BALANCED = 0u;
const UNBALANCED = 1u;
const PARTIAL = 2u;
const GEOMETRIC = 1u;
const PROXIMAL = 2u;
const KERNEL = 0u; // DOMAINS
const ABSORPTION = 1u;
const LOGS = 2u;
const LOG_ZERO: f32 = -1e30;
const LARGEST: f32 = 1e28; // entries of M; LOG_ZERO outweighs them
const LEAST_START: f32 = -1e20; // a potential below it is of a token that had no weight: no start
const TINY: f32 = 1e-37;
const LN2: f32 = 0.69314718;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> table: array<vec4u>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> potentials: array<f32>;
@group(0) @binding(4) var<storage, read_write> status: array<f32>;
@group(0) @binding(5) var<storage, read_write> plan: array<f32>;

struct Problem {
  x: u32, // first row in x
  y: u32, // first row in y
  n: u32, // rows with a weight
  m: u32,
  rows: u32, // all rows
  columns: u32,
  plan: u32, // first entry in plan
  index: u32, // row in status
  scratch: u32, // first vector in scratch, where there is one
}

fn problemOf(group: u32) -> Problem {
  let place = table[2u * group];
  let rest = table[2u * group + 1u];
  return Problem(place.x, place.y, place.z, place.w, place.z, place.w, rest.x, rest.y, rest.z);
}

// 2^x, an exact 0 where float32 has no normal number for it.
fn power(x: vec4f) -> vec4f {
  return select(exp2(clamp(x, vec4f(-126.0), vec4f(100.0))), vec4f(), x < vec4f(-126.0));
}

// -C of four entries from inner products, the tokens' norms (see `normOf`) and the squared distance of
// their relative positions.
fn gainApart(dots: vec4f, normX: f32, normY: vec4f, apart: vec4f) -> vec4f {
  var c = -dots;
  if (params.cost == COSINE) {
    c = 1.0 - dots * normX * normY;
  } else if (params.cost == SQUARED) {
    c = normX + normY - 2.0 * dots;
  }
  return -c - params.distortion * apart;
}

// ((i + .5) / n - (j + .5) / m)^2
fn apartness(i: f32, j: vec4f, rows: u32, columns: u32) -> vec4f {
  let off = (i + 0.5) / f32(rows) - (j + 0.5) / f32(columns);
  return off * off;
}

// The norm that `gainApart` wants, from the sum of squares of a token.
fn normOf(squares: f32) -> f32 {
  if (params.cost == COSINE) {
    return select(0.0, 1.0 / sqrt(max(squares, 1e-24)), squares >= 1e-24);
  }
  return squares;
}
