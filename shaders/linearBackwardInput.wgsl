// linearBackwardInput: gradient of a linear layer with respect to its input.
//
//   dx[i,p] = sum_j dy[i,j] w[j,p]
//
// in     dy  f32 [n, o]   gradient of the output; o a multiple of 4
// in     w   f32 [o, k] or halves u32 [o, k/2]   one row per output; k a multiple of 4
// out    dx  f32 [n, k]   every entry written
// grid   one invocation per tile of 8 rows x 8 columns (16 if WIDE), W tiles per workgroup, folded into y
// error  |gpu - float64| <= 1e-5 for |dy|, |w| <= 1 and o <= 384, float64 with the weights that are stored; a half
//        below 2^-14 may be read as 0; asserted by linearBackwardInput.test.ts
// source Goodfellow, Bengio & Courville 2016, Deep Learning, section 6.5

struct Params {
  n: u32,
  k: u32,
  o: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<vec4f>;
// @include WEIGHTS
@group(0) @binding(3) var<storage, read_write> dx: array<vec4f>;

override W: u32 = 64; // tiles per workgroup
override WIDE: bool = false; // 16 columns per tile, for adapters where loads cost more than registers

// Where four consecutive rows of dy start, in vec4s; rows past the last repeat it and are not stored.
fn rowStarts(first: u32) -> vec4u {
  return min(first + vec4u(0, 1, 2, 3), vec4u(params.n - 1)) * (params.o / 4);
}

// Where four columns of the first four rows of w lie, in vec4s; columns past the last repeat it.
fn columnStarts(column: u32) -> vec4u {
  let k4 = params.k / 4;
  return min(column / 4, k4 - 1) + vec4u(0, 1, 2, 3) * k4;
}

fn loadDy(at: vec4u) -> mat4x4f {
  return mat4x4f(dy[at.x], dy[at.y], dy[at.z], dy[at.w]);
}

fn loadW(at: vec4u) -> mat4x4f {
  return mat4x4f(wAt(at.x), wAt(at.y), wAt(at.z), wAt(at.w));
}

fn store(row: u32, column: u32, sum: vec4f) {
  if (row < params.n && column < params.k) {
    dx[(row * params.k + column) / 4] = sum;
  }
}

@compute @workgroup_size(W)
fn linearBackwardInput(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let columns = select(8u, 16u, WIDE);
  let across = (params.k + columns - 1) / columns;
  let tile = (group.x + group.y * groups.x) * W + lane;
  let row = tile / across * 8;
  let column = tile % across * columns;
  if (row >= params.n) {
    return;
  }

  // The names count 4 x 4 blocks: s<row block><column block>.
  let y0 = rowStarts(row);
  let y1 = rowStarts(row + 4);
  let w0 = columnStarts(column);
  let w1 = columnStarts(column + 4);
  let w2 = columnStarts(column + 8);
  let w3 = columnStarts(column + 12);
  var s00 = mat4x4f();
  var s01 = mat4x4f();
  var s02 = mat4x4f();
  var s03 = mat4x4f();
  var s10 = mat4x4f();
  var s11 = mat4x4f();
  var s12 = mat4x4f();
  var s13 = mat4x4f();
  for (var q = 0u; q < params.o / 4; q++) {
    let down = q * params.k; // four rows of w, in vec4s
    let a0 = loadDy(y0 + q);
    let a1 = loadDy(y1 + q);
    let b0 = loadW(w0 + down);
    s00 += b0 * a0;
    s10 += b0 * a1;
    let b1 = loadW(w1 + down);
    s01 += b1 * a0;
    s11 += b1 * a1;
    if (WIDE) {
      let b2 = loadW(w2 + down);
      s02 += b2 * a0;
      s12 += b2 * a1;
      let b3 = loadW(w3 + down);
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
