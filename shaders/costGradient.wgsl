// costGradient: derivative of a loss by the raw vectors y from its derivative by the cost.
//
//   cosine             dY[j] = scale (<y^_j, s_j> y^_j - s_j) / |y_j|,   s_j = sum_i dC[i,j] x^_i,  hats unit
//   squared-euclidean  dY[j] = 2 scale (y_j sum_i dC[i,j] - s_j),        s_j = sum_i dC[i,j] x_i
//   dot                dY[j] = -scale s_j,                               likewise
//
// in     dC          f32 [E]     per problem n x m, row-major
// in     x           f32 [N, d]  any vectors; in the cosine, one shorter than 1e-12 has no part
// in     y           f32 [M, d]  likewise; such a y gets 0
// in     problems, planOffsets   see ragged.ts
// out    dY          f32 [M, d]  every entry written
// grid   one workgroup per problem and 16 columns, folded into y; W invocations stride over 4 dimensions each
// error  relative (Frobenius) 8e-7 for d <= 384, m <= 67; asserted by costGradient.test.ts
// source chain rule; docs/optimal-transport.md, section 3

struct Params {
  groups: u32,
  blocks: u32, // workgroups per problem; those past its columns do nothing
  d: u32,
  kind: u32, // 0 cosine, 1 squared Euclidean, 2 dot
  scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dC: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> y: array<f32>;
@group(0) @binding(4) var<storage, read> problems: array<vec4u>;
@group(0) @binding(5) var<storage, read> planOffsets: array<u32>;
@group(0) @binding(6) var<storage, read_write> dY: array<f32>;

override W: u32 = 32; // invocations per workgroup
const CHUNK: u32 = 256; // rows whose factors are held at a time
const BLOCK: u32 = 16; // columns of a workgroup
const SHORTEST: f32 = 1e-24; // square of the length below which a vector has no direction
var<workgroup> factors: array<f32, CHUNK>; // of rows: 1 / |x_i| for the cosine, else 1
var<workgroup> along: array<vec4f, W>;
var<workgroup> squares: array<vec4f, W>;
var<workgroup> masses: array<vec4f, W>;
var<workgroup> sums: array<vec4f, 3>;

fn makeFactors(lane: u32, row: u32, rows: u32) {
  for (var i = lane; i < rows; i += W) {
    var square = 0.0;
    if (params.kind == 0u) {
      for (var k = 0u; k < params.d; k++) {
        let value = x[(row + i) * params.d + k];
        square += value * value;
      }
    }
    let inverse = select(0.0, inverseSqrt(max(square, SHORTEST)), square > SHORTEST);
    factors[i] = select(1.0, inverse, params.kind == 0u);
  }
}

// dY[4 columns from `column`] += the sum over these rows of dC x; past the end a column repeats.
fn addRows(problem: vec4u, at: u32, column: u32, row: u32, rows: u32, lane: u32) {
  let last = problem.w - 1u;
  let place = min(vec4u(column) + vec4u(0u, 1u, 2u, 3u), vec4u(last));
  for (var k = 4u * lane; k < params.d; k += 4u * W) {
    let l = min(vec4u(k) + vec4u(0u, 1u, 2u, 3u), vec4u(params.d - 1u));
    var a = mat4x4f();
    for (var i = 0u; i < rows; i++) {
      let p = place + at + (row + i) * problem.w;
      let weight = factors[i] * vec4f(dC[p.x], dC[p.y], dC[p.z], dC[p.w]);
      let from4 = l + (problem.x + row + i) * params.d;
      let right = vec4f(x[from4.x], x[from4.y], x[from4.z], x[from4.w]);
      a += mat4x4f(weight.x * right, weight.y * right, weight.z * right, weight.w * right);
    }
    for (var v = 0u; v < 4u && column + v <= last; v++) {
      let to = (problem.y + column + v) * params.d + k;
      for (var u = 0u; u < min(4u, params.d - k); u++) {
        dY[to + u] = select(dY[to + u], 0.0, row == 0u) + a[v][u];
      }
    }
  }
}

// @include costGradientColumn

@compute @workgroup_size(W)
fn costGradient(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let index = group.x + group.y * groups.x;
  if (index >= params.groups) {
    return;
  }
  let b = index / params.blocks;
  let problem = problems[b];
  let first = index % params.blocks * BLOCK;
  for (var column = first; column < min(first + BLOCK, problem.w); column += 4u) {
    for (var row = 0u; row < problem.z; row += CHUNK) {
      let rows = min(CHUNK, problem.z - row);
      if (column == first || problem.z > CHUNK) {
        workgroupBarrier();
        makeFactors(lane, row, rows);
        workgroupBarrier();
      }
      addRows(problem, planOffsets[b], column, row, rows, lane);
    }
    sumColumns(problem, planOffsets[b], column, lane);
    finish(problem, column, lane);
  }
}
