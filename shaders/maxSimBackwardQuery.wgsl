// maxSimBackwardQuery: gradient of MaxSim scores with respect to the query tokens.
//
//   dQueries[i,:] = 1/|q| sum_t dScores[q,t] documents[argmax[i,t],:],  i in query q
//
// in     dScores       f32 [texts, width]
// in     argmax        u32 [queryTokens, width]  from maxSimArgmax; NONE adds nothing
// in     queryOffsets  u32 [texts + 1]           text q owns tokens queryOffsets[q] .. queryOffsets[q+1]
// in     documents     f32 [documentTokens, d]   d a multiple of 4
// out    dQueries      f32 [queryTokens, d]      every entry written
// grid   one workgroup per query, folded into y; an invocation owns 16 components of a token
// error  |gpu - float64| <= 2e-6 for unit vectors, |dScores| <= 1; asserted by maxSimBackwardQuery.test.ts
// source Khattab & Zaharia 2020, ColBERT, equation 3, differentiated

struct Params {
  texts: u32,
  width: u32,
  d4: u32, // d / 4
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dScores: array<f32>;
@group(0) @binding(2) var<storage, read> argmax: array<u32>;
@group(0) @binding(3) var<storage, read> queryOffsets: array<u32>;
@group(0) @binding(4) var<storage, read> documents: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> dQueries: array<vec4f>;

override W: u32 = 64;

const NONE: u32 = 4294967295u;

@compute @workgroup_size(W)
fn maxSimBackwardQuery(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let q = group.x + group.y * groups.x;
  if (q >= params.texts) {
    return;
  }
  let start = queryOffsets[q];
  let length = queryOffsets[q + 1u] - start;
  let strips = (params.d4 + 3u) / 4u;
  for (var item = lane; item < length * strips; item += W) {
    let i = start + item / strips;
    let c = min(vec4u(item % strips * 4u) + vec4u(0u, 1u, 2u, 3u), vec4u(params.d4 - 1u));
    var sum = mat4x4f(); // four chunks; past the end the last is repeated and written again
    for (var t = 0u; t < params.width; t++) {
      let j = argmax[i * params.width + t];
      let rate = dScores[q * params.width + t];
      if (j != NONE && rate != 0.0) {
        let row = c + j * params.d4;
        sum += rate * mat4x4f(documents[row.x], documents[row.y], documents[row.z], documents[row.w]);
      }
    }
    let out = c + i * params.d4;
    for (var k = 0u; k < 4u; k++) {
      dQueries[out[k]] = sum[k] / f32(length);
    }
  }
}
