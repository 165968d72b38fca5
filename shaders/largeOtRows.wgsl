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
// in     state   f32 [8 + shares]  0 stop, 2 domain, 4 and 5 factor of h, 6 h before, from 8 shares of the mass
// out    control f32 [8]  0 whether the iteration takes place, 2 domain, 4 and 5 new factor of h, 6 h
// out    part    f32 [rows / (8 span), columns]
// grid   a workgroup of W invocations per 8 span rows, folded into y
// error  |f - float64| <= 3e-7 of the cost's unit, 1e-6 of eps; asserted by largeOtRows.test.ts
// source docs/optimal-transport.md, sections 2 and 4; Schmitzer 2019, Stabilized sparse scaling algorithms

struct Params {
  rows: u32,
  columns: u32,
  shares: u32,
  span: u32, // blocks of 8 rows per workgroup
  marginals: u32, // 0 balanced, 1 unbalanced, 2 partial
  restX: f32, // 1 - tau
  mass: f32,
  theta: f32, // final eps / eps of this iteration
  extrapolate: u32, // 1: h starts from where the last two iterations point to
  carry: f32, // by how much potentials in bits change with eps
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> m: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> k: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> vectors: array<vec4f>;
@group(0) @binding(4) var<storage, read> state: array<f32>;
@group(0) @binding(5) var<storage, read_write> control: array<f32>;
@group(0) @binding(6) var<storage, read_write> part: array<vec4f>;

override W: u32 = 128;
override ABSORBS: bool = true; // false: for the kernel domain only

var<workgroup> red: array<mat2x4f, W>;
var<workgroup> rebase: u32;

// @include largeOtUpdate
// @include largeOtRowBlock

@compute @workgroup_size(W)
fn largeOtRows(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
               @builtin(local_invocation_index) lane: u32) {
  let share = group.x + group.y * groups.x;
  var h = raised(params.carry);
  let plain = h.x + log2(h.y);
  if (params.extrapolate != 0) {
    let ahead = 2.0 * plain - state[6];
    h = vec2f(floor(ahead), exp2(ahead - floor(ahead)));
  }
  if (share == 0 && lane == 0) {
    control[0] = 1.0 - state[0];
    control[2] = state[2];
    control[4] = h.x;
    control[5] = h.y;
    control[6] = plain;
  }
  if (state[0] != 0.0) {
    return;
  }
  let domain = state[2];
  let grown = exp2(params.carry * log2(growth()));
  let quads = (params.rows + params.columns) / 4;
  let next = params.columns; // 4 rows further
  let across = next / 4;
  let scalings = 2 * quads + params.rows / 4;
  for (var b = 0u; b < params.span; b++) {
    let block = share * params.span + b;
    if (8 * block >= params.rows) {
      break;
    }
    let at = 8 * block * across;
    let row = 2 * block;
    let weight = mat2x4f(vectors[row], vectors[row + 1]);
    let before = mat2x4f(vectors[quads + row], vectors[quads + row + 1]);
    let old = mat2x4f(vectors[2 * quads + row], vectors[2 * quads + row + 1]);
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
    var rebased = false;
    if (ABSORBS && domain != 0.0) {
      if (lane == 0) {
        rebase = u32(domain == 2.0 || anyLost(weight[0], s[0]) || anyLost(weight[1], s[1]));
      }
      rebased = workgroupUniformLoad(&rebase) == 1;
      if (rebased) {
        let top = tops(8 * block, lane);
        let cap = vec4f(select(-FAR, h.x, params.marginals == 2)); // partial: a potential may be far below
        u = mat2x4f(min(-ceil(top[0]), cap), min(-ceil(top[1]), cap));
        s = sums(8 * block, lane, u);
      }
    }

    var scaling = mat2x4f();
    var absorb = rebased;
    for (var half = 0; half < 2; half++) {
      scaling[half] = update(weight[half], s[half], u[half], params.restX, h);
      absorb |= ABSORBS && domain == 1.0 && drifted(scaling[half]);
    }
    for (var half = 0; half < 2; half++) {
      let there = weight[half] > vec4f();
      var kept = old[half];
      if (rebased) {
        let shift = params.carry * (before[half] + log2(max(kept, vec4f(1e-37)))) - u[half];
        kept = exp2(clamp(shift, vec4f(-120), vec4f(60)));
      }
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
    if (absorb && domain == 1.0) {
      rewrite(8 * block, lane, u);
    }
    if (domain != 2.0) {
      for (var j = lane; j < across; j += W) {
        var sum = kernel4(at + j) * scaling[0] + kernel4(at + next + j) * scaling[1];
        if (b > 0) {
          sum += part[share * across + j];
        }
        part[share * across + j] = sum;
      }
    }
    workgroupBarrier(); // red is used again
  }
}
