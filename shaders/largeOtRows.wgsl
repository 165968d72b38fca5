// largeOtRows: one row update of a large transport problem, and column sums of its result by 8 rows.
//
//   s[i] = sum_j K[i,j] v[j], K = 2^(M + U + V);  u[i] = a[i] / s[i] (balanced);  part[g,j] = sum_{i in g} K[i,j] u[i]
//
// Outside the kernel domain a block of rows whose sums underflow is computed from M anew, and the whole bits of
// scalings beyond 2^24 move into U: rows belong to one workgroup, so neither needs another dispatch.
//
// in     m       f32 [rows, columns]  exponents
// inout  k       f32 [rows, columns]  kernel, rewritten where U changes
// inout  vectors f32 [7, rows + columns]  in weights, V, v; inout U, u; out section 3: residual of each row
// in     state   f32 [8 + shares]  0 stop, 2 domain, 4 and 5 factor of h, from 8 shares of the mass
// out    control f32 [8]  0 whether the iteration takes place, 4 and 5 new factor of h
// out    part    f32 [rows / 8, columns]
// grid   a workgroup of W invocations per 8 rows, folded into y
// error  |f - float64| <= 3e-7 of the cost's unit, 1e-6 of eps; asserted by largeOtRows.test.ts
// source docs/optimal-transport.md, sections 2 and 4; Schmitzer 2019, Stabilized sparse scaling algorithms

struct Params {
  rows: u32,
  columns: u32,
  shares: u32,
  marginals: u32, // 0 balanced, 1 unbalanced, 2 partial
  restX: f32, // 1 - tau
  mass: f32,
  theta: f32, // final eps / eps of this iteration
  carry: f32, // by how much potentials in bits change with eps
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> m: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> k: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> vectors: array<vec4f>;
@group(0) @binding(4) var<storage, read> state: array<f32>;
@group(0) @binding(5) var<storage, read_write> control: array<f32>;
@group(0) @binding(6) var<storage, read_write> part: array<vec4f>;

override W: u32 = 256;
const TINY: f32 = 1e-18; // a smaller sum may have lost terms to underflow
const FAR: f32 = -1e30;
const MOST_BITS: f32 = 24.0;

var<workgroup> red: array<mat2x4f, W>;
var<workgroup> rebase: u32;

// @include largeOtUpdate
// @include largeOtRowBlock

@compute @workgroup_size(W)
fn largeOtRows(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
               @builtin(local_invocation_index) lane: u32) {
  let block = group.x + group.y * groups.x;
  if (block == 0 && lane == 0) {
    control[0] = 1.0 - state[0];
    control[2] = state[2];
  }
  if (8 * block >= params.rows || state[0] != 0.0) {
    return;
  }
  let quads = (params.rows + params.columns) / 4;
  let next = params.columns; // 4 rows further
  let across = next / 4;
  let at = 8 * block * across;
  let absorbed = quads + params.rows / 4;
  let scalings = 2 * quads + params.rows / 4;
  let row = 2 * block;
  let domain = state[2];
  let weight = mat2x4f(vectors[row], vectors[row + 1]);
  let before = mat2x4f(vectors[quads + row], vectors[quads + row + 1]);
  var old = mat2x4f(vectors[2 * quads + row], vectors[2 * quads + row + 1]);
  var u = before;

  var s = mat2x4f();
  if (domain != 2.0) {
    for (var j = lane; j < across; j += W) {
      let v = vectors[scalings + j];
      s[0] += v * kernel4(at + j);
      s[1] += v * kernel4(at + next + j);
    }
    s = summed(lane, s);
  }
  let lost = (weight[0] > vec4f()) & (s[0] < vec4f(TINY));
  let lost1 = (weight[1] > vec4f()) & (s[1] < vec4f(TINY));
  if (lane == 0) {
    rebase = select(0u, 1u, domain == 2.0 || (domain == 1.0 && (any(lost) || any(lost1))));
  }
  let rebased = domain != 0.0 && workgroupUniformLoad(&rebase) == 1;
  if (rebased) {
    var top = mat2x4f(vec4f(2.0 * FAR), vec4f(2.0 * FAR));
    for (var j = lane; j < across; j += W) {
      let v = vectors[absorbed + j];
      top[0] = max(top[0], top4(exponents4(at + j, v)));
      top[1] = max(top[1], top4(exponents4(at + next + j, v)));
    }
    top = largest(lane, top);
    u = mat2x4f(-ceil(top[0]), -ceil(top[1]));
    s = mat2x4f();
    for (var j = lane; j < across; j += W) {
      let v = vectors[absorbed + j];
      let scaling = vectors[scalings + j];
      s[0] += scaling * exp4(exponents4(at + j, v), u[0]);
      s[1] += scaling * exp4(exponents4(at + next + j, v), u[1]);
    }
    s = summed(lane, s);
  }

  let h = raised(params.carry);
  let grown = exp2(params.carry * log2(growth()));
  var scaling = mat2x4f(update(weight[0], s[0], u[0], params.restX, h), update(weight[1], s[1], u[1], params.restX, h));
  let absorb = rebased || (domain == 1.0 && (drifted(scaling[0]) || drifted(scaling[1])));
  for (var half = 0; half < 2; half++) {
    let there = weight[half] > vec4f();
    let shift = params.carry * (before[half] + log2(max(old[half], vec4f(1e-37)))) - u[half];
    let kept = select(old[half], exp2(clamp(shift, vec4f(-120), vec4f(60))), rebased);
    let residual = abs(kept * grown - scaling[half]) * s[half];
    if (absorb) {
      let bits = wholeBits(scaling[half]);
      u[half] = select(vec4f(), u[half] + bits, there);
      scaling[half] = lowered(scaling[half], bits);
    }
    if (lane == 0) {
      vectors[quads + row + u32(half)] = u[half];
      vectors[2 * quads + row + u32(half)] = scaling[half];
      vectors[3 * quads + row + u32(half)] = select(vec4f(), residual, there);
    }
  }
  if (block == 0 && lane == 0) {
    control[4] = h.x;
    control[5] = h.y;
  }
  if (domain == 2.0) {
    return;
  }
  // A loop of its own: as a branch of the next it doubled the time of an iteration on SwiftShader.
  if (absorb) {
    for (var j = lane; j < across; j += W) {
      let v = vectors[absorbed + j];
      let upper = exp4(exponents4(at + j, v), u[0]);
      let lower = exp4(exponents4(at + next + j, v), u[1]);
      for (var r = 0u; r < 4; r++) {
        k[at + r * across + j] = upper[r];
        k[at + next + r * across + j] = lower[r];
      }
    }
  }
  for (var j = lane; j < across; j += W) {
    part[block * across + j] = kernel4(at + j) * scaling[0] + kernel4(at + next + j) * scaling[1];
  }
}
