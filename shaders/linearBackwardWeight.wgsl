// linearBackwardWeight: gradient of a linear layer with respect to its weights.
//
//   dw[j,p] = sum_i dy[i,j] x[i,p]   for first <= i < last, added to dw[j,p] if adds is 1
//
// in     dy  f32 [n, o]   gradient of the output; o a multiple of 4
// in     x   f32 [n, k]   input of the layer; k a multiple of 4
// out    dw  f32 [o, k]   every entry written
// grid   one invocation per tile of 8 rows x 8 columns (16 if WIDE) of dw, W tiles per workgroup, folded into y
// error  |gpu - float64| <= 2.5e-5 for |dy|, |x| <= 1 and n <= 2500; asserted by linearBackwardWeight.test.ts
// source Goodfellow, Bengio & Courville 2016, Deep Learning, section 6.5

struct Params {
  k: u32,
  o: u32,
  first: u32, // a multiple of 4
  last: u32,
  adds: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<vec4f>;
@group(0) @binding(2) var<storage, read> x: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> dw: array<vec4f>;

override W: u32 = 64; // tiles per workgroup
override WIDE: bool = false; // 16 columns per tile, for adapters where loads cost more than registers

// Four outputs of four rows, as a matrix of one output per column; rows past the last count as 0.
fn loadDy(at: vec4u, live: vec4f) -> mat4x4f {
  return transpose(mat4x4f(live.x * dy[at.x], live.y * dy[at.y], live.z * dy[at.z], live.w * dy[at.w]));
}

fn loadX(at: vec4u) -> mat4x4f {
  return mat4x4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

fn store(row: u32, column: u32, sum: vec4f) {
  if (row < params.o && column < params.k) {
    let at = (row * params.k + column) / 4;
    if (params.adds == 0) {
      dw[at] = sum;
    } else {
      dw[at] += sum;
    }
  }
}

@compute @workgroup_size(W)
fn linearBackwardWeight(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let columns = select(8u, 16u, WIDE);
  let across = (params.k + columns - 1) / columns;
  let tile = (group.x + group.y * groups.x) * W + lane;
  let row = tile / across * 8;
  let column = tile % across * columns;
  if (row >= params.o) {
    return;
  }

  // The names count 4 x 4 blocks: s<row block><column block>; blocks past the edge repeat the last one.
  let o4 = params.o / 4;
  let k4 = params.k / 4;
  let y0 = row / 4;
  let y1 = min(y0 + 1, o4 - 1);
  let x0 = column / 4;
  let x1 = min(x0 + 1, k4 - 1);
  let x2 = min(x0 + 2, k4 - 1);
  let x3 = min(x0 + 3, k4 - 1);
  var s00 = mat4x4f();
  var s01 = mat4x4f();
  var s02 = mat4x4f();
  var s03 = mat4x4f();
  var s10 = mat4x4f();
  var s11 = mat4x4f();
  var s12 = mat4x4f();
  var s13 = mat4x4f();
  for (var i = params.first; i < params.last; i += 4) {
    let rows = i + vec4u(0, 1, 2, 3);
    let live = select(vec4f(0), vec4f(1), rows < vec4u(params.last));
    let inside = min(rows, vec4u(params.last - 1));
    let a0 = loadDy(inside * o4 + y0, live);
    let a1 = loadDy(inside * o4 + y1, live);
    let b0 = loadX(inside * k4 + x0);
    s00 += b0 * a0;
    s10 += b0 * a1;
    let b1 = loadX(inside * k4 + x1);
    s01 += b1 * a0;
    s11 += b1 * a1;
    if (WIDE) {
      let b2 = loadX(inside * k4 + x2);
      s02 += b2 * a0;
      s12 += b2 * a1;
      let b3 = loadX(inside * k4 + x3);
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
