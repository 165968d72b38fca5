// maxSimBackwardDocument: gradient of MaxSim scores with respect to the document tokens.
//
//   dDocuments[j,:] = sum_q dScores[q,t] / |q| sum_{i in q, argmax[i,t] = j} queries[i,:],  j in document t
//
// in     dScores          f32 [texts, width]
// in     argmax           u32 [queryTokens, width]  from maxSimArgmax
// in     queries          f32 [queryTokens, d]      d a multiple of 4
// in     queryOffsets     u32 [texts + 1]           text q owns tokens queryOffsets[q] .. queryOffsets[q+1]
// in     documentOffsets  u32 [width + 1]
// out    dDocuments       f32 [documentTokens, d]   every entry written
// grid   one workgroup per document, folded into y; an invocation owns 16 components of a token
// error  |gpu - float64| <= 4e-6 for unit vectors, |dScores| <= 1; asserted by maxSimBackwardDocument.test.ts
// source Khattab & Zaharia 2020, ColBERT, equation 3, differentiated

struct Params {
  texts: u32,
  width: u32,
  d4: u32, // d / 4
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dScores: array<f32>;
@group(0) @binding(2) var<storage, read> argmax: array<u32>;
@group(0) @binding(3) var<storage, read> queries: array<vec4f>;
@group(0) @binding(4) var<storage, read> queryOffsets: array<u32>;
@group(0) @binding(5) var<storage, read> documentOffsets: array<u32>;
@group(0) @binding(6) var<storage, read_write> dDocuments: array<vec4f>;

override W: u32 = 64;

@compute @workgroup_size(W)
fn maxSimBackwardDocument(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let t = group.x + group.y * groups.x;
  if (t >= params.width) {
    return;
  }
  let start = documentOffsets[t];
  let length = documentOffsets[t + 1u] - start;
  let strips = (params.d4 + 3u) / 4u;
  for (var item = lane; item < length * strips; item += W) {
    let j = start + item / strips;
    let c = min(vec4u(item % strips * 4u) + vec4u(0u, 1u, 2u, 3u), vec4u(params.d4 - 1u));
    var sum = mat4x4f(); // four chunks; past the end the last is repeated and written again
    // Each token gathers in a fixed order: no atomics, and the same sum on every run.
    for (var q = 0u; q < params.texts; q++) {
      let end = queryOffsets[q + 1u];
      let rate = dScores[q * params.width + t] / f32(max(end - queryOffsets[q], 1u));
      for (var i = queryOffsets[q]; i < end; i++) {
        if (argmax[i * params.width + t] == j) {
          let row = c + i * params.d4;
          sum += rate * mat4x4f(queries[row.x], queries[row.y], queries[row.z], queries[row.w]);
        }
      }
    }
    let out = c + j * params.d4;
    for (var k = 0u; k < 4u; k++) {
      dDocuments[out[k]] = sum[k];
    }
  }
}
