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
// grid   one workgroup per document, folded into y; an invocation owns strips of 16 components
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
  let end = documentOffsets[t + 1u];
  // Only this invocation touches its strip of this document's rows: sums need no atomics and are
  // formed in the same order on every run.
  let strips = (params.d4 + 3u) / 4u;
  for (var strip = lane; strip < strips; strip += W) {
    let c = vec4u(strip * 4u) + vec4u(0u, 1u, 2u, 3u);
    let inside = c < vec4u(params.d4);
    let column = min(c, vec4u(params.d4 - 1u)); // past the end the last chunk is read, never written
    for (var j = start; j < end; j++) {
      for (var k = 0u; k < 4u; k++) {
        if (inside[k]) {
          dDocuments[j * params.d4 + c[k]] = vec4f();
        }
      }
    }
    for (var q = 0u; q < params.texts; q++) {
      let last = queryOffsets[q + 1u];
      let rate = dScores[q * params.width + t] / f32(max(last - queryOffsets[q], 1u));
      for (var i = queryOffsets[q]; i < last; i++) {
        let j = argmax[i * params.width + t];
        if (j < end) { // an empty document has no token
          let row = column + i * params.d4;
          let to = j * params.d4 + strip * 4u;
          dDocuments[to] += rate * queries[row.x];
          if (inside.y) { dDocuments[to + 1u] += rate * queries[row.y]; }
          if (inside.z) { dDocuments[to + 2u] += rate * queries[row.z]; }
          if (inside.w) { dDocuments[to + 3u] += rate * queries[row.w]; }
        }
      }
    }
  }
}
