// largeOtColumns: combines partial column sums of a large transport problem into one column update.
//
//   t[j] = sum_g part[g,j];  v[j] = b[j] / t[j] (balanced)
//
// As in largeOtRows, lost sums are computed from M anew and drifted scalings are absorbed.
//
// in     m       f32 [rows, columns]  exponents
// inout  k       f32 [rows, columns]  kernel, rewritten where V changes
// inout  vectors f32 [7, rows + columns]  in weights, U, u, residuals; inout V, v
// in     part    f32 [rows / (8 span), columns]
// in     control f32 [8]  from largeOtRows
// inout  state   f32 [8 + shares]  0 stop, 1 iterations so far, 4 and 5 factor of h, from 8 sum of v t per workgroup
// grid   a workgroup per ACROSS x 4 columns, SLICES invocations share the rows of each, folded into y
// error  |g - float64| <= 3e-7 of the cost's unit, 1e-6 of eps; asserted by largeOtColumns.test.ts
// source docs/optimal-transport.md, sections 2 and 4; Schmitzer 2019, Stabilized sparse scaling algorithms

struct Params {
  rows: u32,
  columns: u32,
  shares: u32,
  span: u32, // blocks of 8 rows per row of part
  marginals: u32, // 0 balanced, 1 unbalanced, 2 partial
  restY: f32, // 1 - tau
  mass: f32,
  theta: f32, // final eps / eps of this iteration
  carry: f32, // by how much potentials in bits change with the next eps
  extrapolate: u32, // 1, 2: hand on where the last two iterations point to; 1 in the first iteration
  look: u32, // 1: compare the residual with the tolerance
  tolerance: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> m: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> k: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> vectors: array<vec4f>;
@group(0) @binding(4) var<storage, read> part: array<vec4f>;
@group(0) @binding(5) var<storage, read> control: array<f32>;
@group(0) @binding(6) var<storage, read_write> state: array<f32>;

override ACROSS: u32 = 16;
override SLICES: u32 = 8;
override ABSORBS: bool = true; // false: for the kernel domain only

var<workgroup> red: array<vec4f, ACROSS * SLICES>;
var<workgroup> rebase: u32;

// @include largeOtUpdate
// @include largeOtColumnBlock

@compute @workgroup_size(ACROSS, SLICES)
fn largeOtColumns(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
                  @builtin(local_invocation_index) lane: u32) {
  let share = group.x + group.y * groups.x;
  if (control[0] == 0.0 || share >= params.shares) {
    return;
  }
  let quads = (params.rows + params.columns) / 4;
  let across = params.columns / 4;
  let inside = share * ACROSS + lane % ACROSS < across;
  let j = min(share * ACROSS + lane % ACROSS, across - 1); // past the end: repeats the last, stores nothing
  let slice = lane / ACROSS;
  let column = params.rows / 4 + j;
  let domain = control[2];
  let weight = vectors[column];
  var v = vectors[quads + column];

  var t = vec4f();
  if (domain != 2.0) {
    for (var g = slice; 8 * g * params.span < params.rows; g += SLICES) {
      t += part[g * across + j];
    }
    t = summed(lane, t);
  }
  var rebased = false;
  if (ABSORBS && domain != 0.0) {
    let lost = whole(lane, select(vec4f(), vec4f(1), (weight > vec4f()) & (t < vec4f(TINY))));
    if (lane == 0) {
      rebase = u32(lost > 0.0);
    }
    rebased = workgroupUniformLoad(&rebase) == 1;
    if (rebased) {
      var top = vec4f(2.0 * FAR);
      for (var row = slice; row < params.rows / 4; row += SLICES) {
        let x = exponents(row, j);
        top = max(top, max(max(x[0], x[1]), max(x[2], x[3])));
      }
      v = min(-ceil(largest(lane, top)), vec4f(select(-FAR, 0.0, params.marginals == 2))); // see largeOtRows
      t = vec4f();
      for (var row = slice; row < params.rows / 4; row += SLICES) {
        let x = exponents(row, j);
        let u = vectors[2 * quads + row];
        t += exp2(x[0] + v) * u.x + exp2(x[1] + v) * u.y + exp2(x[2] + v) * u.z + exp2(x[3] + v) * u.w;
      }
      t = summed(lane, t);
    }
  }
  var scaling = update(weight, t, v, params.restY, vec2f(0.0, 1.0)); // h is inside the potentials of x
  if (params.marginals == 2) {
    let mass = whole(lane, select(vec4f(), scaling * t, vec4<bool>(inside && slice == 0)));
    if (lane == 0) {
      state[8 + share] = mass;
    }
  }
  let drift = (abs(log2(max(scaling, vec4f(1e-37)))) > vec4f(MOST_BITS)) & (scaling > vec4f());
  let absorb = ABSORBS && (rebased || (domain == 1.0 && any(drift)));
  if (absorb) {
    if (params.carry != 1.0) {
      let bits = params.carry * (v + log2(max(scaling, vec4f(1e-37))));
      v = round(bits);
      scaling = select(vec4f(), exp2(bits - v), weight > vec4f());
    }
    let bits = wholeBits(scaling);
    v = select(vec4f(), v + bits, weight > vec4f());
    scaling = lowered(scaling, bits);
  }
  if (inside && absorb && domain == 1.0) {
    for (var row = slice; row < params.rows / 4; row += SLICES) {
      let x = exponents(row, j);
      for (var r = 0u; r < 4; r++) {
        k[(4 * row + r) * across + j] = exp2(min(x[r] + v, vec4f(80)));
      }
    }
  }
  if (inside && slice == 0) {
    if (params.extrapolate != 0) {
      let ahead = extrapolated(column, v, scaling);
      v = ahead[0];
      scaling = select(vec4f(), ahead[1], weight > vec4f());
    }
    vectors[quads + column] = v;
    vectors[2 * quads + column] = scaling;
  }
  if (share != 0) {
    return;
  }
  var residual = vec4f();
  if (params.look == 1) {
    for (var row = lane; row < params.rows / 4; row += ACROSS * SLICES) {
      residual += vectors[3 * quads + row];
    }
  }
  let error = whole(lane, residual);
  if (lane == 0) {
    state[0] = select(0.0, 1.0, params.look == 1 && error <= params.tolerance);
    state[1] += 1.0;
    state[4] = control[4];
    state[5] = control[5];
    state[6] = control[6];
  }
}
