// linear: rows through a linear layer, with optional bias and addend.
//
//   y[i,j] = sum_p x[i,p] w[j,p] + bias[j] + addend[i,j]
//
// in     x       f32 [n, k]   row-major; k a multiple of 4
// in     w       f32 [o, k] or halves u32 [o, k/2]   one row per output; o a multiple of 4
// in     bias    f32 [o]      read where hasBias is 1, else any tensor of 16 bytes or more
// in     addend  f32 [n, o]   read where hasAddend is 1, else any tensor of 16 bytes or more
// out    y       f32 [n, o]   every entry written
// grid   one invocation per tile of 8 rows x 8 columns (16 if WIDE), W tiles per workgroup, folded into y
// error  |gpu - float64| <= 1e-5 for |x|, |w|, |bias|, |addend| <= 1 and k <= 384, float64 with the weights that
//        are stored; a half below 2^-14 may be read as 0; asserted by linear.test.ts
// source Goto & van de Geijn 2008, Anatomy of high-performance matrix multiplication

struct Params {
  n: u32,
  k: u32,
  o: u32,
  hasBias: u32,
  hasAddend: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
// @include WEIGHTS
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read> addend: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;

override W: u32 = 64; // tiles per workgroup
override WIDE: bool = false; // 16 columns per tile, for adapters where loads cost more than registers

// Where four consecutive rows start, in vec4s; rows past the last repeat it and are not stored.
fn starts(first: u32, count: u32) -> vec4u {
  return min(first + vec4u(0, 1, 2, 3), vec4u(count - 1)) * (params.k / 4);
}

// Four rows of x by four columns, as the matrix x^T.
fn loadX(at: vec4u) -> mat4x4f {
  return mat4x4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

fn loadW(at: vec4u) -> mat4x4f {
  return transpose(mat4x4f(wAt(at.x), wAt(at.y), wAt(at.z), wAt(at.w)));
}

fn store(row: u32, column: u32, sum: vec4f) {
  if (row < params.n && column < params.o) {
    let at = (row * params.o + column) / 4;
    var value = sum;
    if (params.hasBias == 1) {
      value += bias[column / 4];
    }
    if (params.hasAddend == 1) {
      value += addend[at];
    }
    y[at] = value;
  }
}

@compute @workgroup_size(W)
fn linear(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let columns = select(8u, 16u, WIDE);
  let across = (params.o + columns - 1) / columns;
  let tile = (group.x + group.y * groups.x) * W + lane;
  let row = tile / across * 8;
  let column = tile % across * columns;
  if (row >= params.n) {
    return;
  }

  // The names count 4 x 4 blocks: s<row block><column block>.
  let x0 = starts(row, params.n);
  let x1 = starts(row + 4, params.n);
  let w0 = starts(column, params.o);
  let w1 = starts(column + 4, params.o);
  let w2 = starts(column + 8, params.o);
  let w3 = starts(column + 12, params.o);
  var s00 = mat4x4f();
  var s01 = mat4x4f();
  var s02 = mat4x4f();
  var s03 = mat4x4f();
  var s10 = mat4x4f();
  var s11 = mat4x4f();
  var s12 = mat4x4f();
  var s13 = mat4x4f();
  for (var q = 0u; q < params.k / 4; q++) {
    let a0 = loadX(x0 + q);
    let a1 = loadX(x1 + q);
    let b0 = loadW(w0 + q);
    s00 += b0 * a0;
    s10 += b0 * a1;
    let b1 = loadW(w1 + q);
    s01 += b1 * a0;
    s11 += b1 * a1;
    if (WIDE) {
      let b2 = loadW(w2 + q);
      s02 += b2 * a0;
      s12 += b2 * a1;
      let b3 = loadW(w3 + q);
      s03 += b3 * a0;
      s13 += b3 * a1;
    }
  }
  // A loop, not 32 stores in a row: those took SwiftShader's compiler longer than all the rest.
  var sums = array(s00, s01, s02, s03, s10, s11, s12, s13);
  for (var r = 0u; r < 8; r++) {
    for (var c = 0u; c < columns / 4; c++) {
      store(row + r, column + 4 * c, sums[r / 4 * 4 + c][r % 4]);
    }
  }
}
