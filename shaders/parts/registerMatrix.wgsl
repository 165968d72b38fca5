// registerMatrix: row `lane` and column `lane` of one problem's matrix in the registers of one invocation.
//
// Separate variables, made by unrolling: an array that a loop indexes would go to memory. Where there is
// no entry, M is LOG_ZERO and K is 0. Every function with a barrier wants uniform control flow.

const V: u32 = $Vu; // vectors of 4 in a row
const T: u32 = 4u * V; // rows, columns, invocations

// @unroll i 0..V
var<private> row$i: vec4f; // entries (lane, 4i..4i+3)
var<private> column$i: vec4f; // entries (4i..4i+3, lane)
// @end

var<workgroup> chunk: array<vec4f, 4u * T>; // 16 dimensions of all tokens of a side, or 16 rows
var<workgroup> ofRow: array<vec4f, V>; // scalings or potentials of the rows
var<workgroup> ofColumn: array<vec4f, V>;
var<workgroup> each: array<vec4f, V>; // what is summed over invocations

// Elements are set one by one: a component stored by a computed index may be compiled to reading and
// writing all four, which would race with the neighbours.
fn setRow(lane: u32, value: f32) {
  switch (lane & 3u) {
    case 0u: { ofRow[lane / 4u].x = value; }
    case 1u: { ofRow[lane / 4u].y = value; }
    case 2u: { ofRow[lane / 4u].z = value; }
    default: { ofRow[lane / 4u].w = value; }
  }
}

fn setColumn(lane: u32, value: f32) {
  switch (lane & 3u) {
    case 0u: { ofColumn[lane / 4u].x = value; }
    case 1u: { ofColumn[lane / 4u].y = value; }
    case 2u: { ofColumn[lane / 4u].z = value; }
    default: { ofColumn[lane / 4u].w = value; }
  }
}

fn setEach(lane: u32, value: f32) {
  switch (lane & 3u) {
    case 0u: { each[lane / 4u].x = value; }
    case 1u: { each[lane / 4u].y = value; }
    case 2u: { each[lane / 4u].z = value; }
    default: { each[lane / 4u].w = value; }
  }
}

// Sum of what the invocations have set, the same bits for all of them; after a barrier.
fn sumOfEach() -> f32 {
  var sum = vec4f();
  for (var i = 0u; i < V; i++) {
    sum += each[i];
  }
  return (sum.x + sum.y) + (sum.z + sum.w);
}

// The same where they have set logarithms.
fn logSumOfEach() -> f32 {
  var top = each[0];
  for (var i = 1u; i < V; i++) {
    top = max(top, each[i]);
  }
  let peak = max(max(top.x, top.y), max(top.z, top.w));
  var sum = vec4f();
  for (var i = 0u; i < V; i++) {
    sum += power(each[i] - peak);
  }
  return peak + log2((sum.x + sum.y) + (sum.z + sum.w));
}

// Rows and columns = M = -C log2(e) / eps; gives the norms of x and y of this lane.
fn fillMatrix(p: Problem, lane: u32) -> vec2f {
  let chunks = (params.d + 3u) / 4u;
  let mine = tokenAt(p.x + min(lane, p.n - 1u));
  let other = tokenAt(p.y + min(lane, p.m - 1u));
  var squares = vec2f();
  // @unroll i 0..V
  row$i = vec4f();
  // @end
  for (var first = 0u; first < chunks; first += 4u) {
    let wide = min(4u, chunks - first);
    workgroupBarrier();
    for (var k = 0u; k < wide; k++) {
      let v = yAt(other, first + k);
      squares.y += dot(v, v);
      chunk[k * T + lane] = v;
    }
    workgroupBarrier();
    for (var k = 0u; k < wide; k++) {
      let v = xAt(mine, first + k);
      squares.x += dot(v, v);
      let at = k * T;
      // @unroll i 0..V
      row$i += v * mat4x4f(chunk[at + 4 * $i], chunk[at + 4 * $i + 1], chunk[at + 4 * $i + 2], chunk[at + 4 * $i + 3]);
      // @end
    }
  }
  let norms = vec2f(normOf(squares.x), normOf(squares.y));
  setColumn(lane, norms.y);
  workgroupBarrier();
  // Without branches: C = lead - (dots * factor) * other, the same sums as `gainApart` in otProblem.
  let cosine = params.cost == COSINE;
  let factor = select(select(1.0, 2.0, params.cost == SQUARED), norms.x, cosine);
  let across = vec4f(0.5, 1.5, 2.5, 3.5) / f32(p.m) - (f32(lane) + 0.5) / f32(p.n);
  // @unroll i 0..V
  {
    let squared = select(vec4f(), norms.x + ofColumn[$i], params.cost == SQUARED);
    let lead = select(squared, vec4f(1.0), cosine);
    let off = across + f32(4 * $i) / f32(p.m);
    let c = lead - (row$i * factor) * select(vec4f(1.0), ofColumn[$i], cosine) + params.distortion * off * off;
    let inside = (vec4u(4 * $iu) + vec4u(0u, 1u, 2u, 3u) < vec4u(p.m)) & vec4<bool>(lane < p.n);
    row$i = select(vec4f(LOG_ZERO), clamp(-params.scale * c, vec4f(-LARGEST), vec4f(LARGEST)), inside);
  }
  // @end
  transposeRows(lane);
  return norms;
}

// Columns from rows, 16 rows at a time through workgroup memory.
fn transposeRows(lane: u32) {
  for (var slice = 0u; slice < V / 4u; slice++) {
    workgroupBarrier();
    spill(lane, slice);
    workgroupBarrier();
    // @unroll i 0..V
    if (slice == $iu / 4u) {
      column$i = spilled(lane, 4u * ($iu % 4u));
    }
    // @end
  }
}

fn spill(lane: u32, slice: u32) {
  if (lane / 16u == slice) {
    let at = lane % 16u * V;
    // @unroll i 0..V
    chunk[at + $i] = row$i;
    // @end
  }
}

fn spilled(lane: u32, row: u32) -> vec4f {
  let at = row * V + lane / 4u;
  let k = lane % 4u;
  return vec4f(chunk[at][k], chunk[at + V][k], chunk[at + 2u * V][k], chunk[at + 3u * V][k]);
}
