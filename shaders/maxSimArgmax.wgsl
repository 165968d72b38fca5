// maxSimArgmax: late-interaction scores, and which document token each query token matched.
//
//   argmax[i,t] = first j in t of greatest queries[i,:] . documents[j,:]
//   scores[q,t] = 1/|q| sum_{i in q} queries[i,:] . documents[argmax[i,t],:];  0 if q or t is empty
//
// in     queries          f32 [queryTokens, d]     packed token vectors, d a multiple of 4
// in     queryOffsets     u32 [texts + 1]          text q owns tokens queryOffsets[q] .. queryOffsets[q+1]
// in     documents        f32 [documentTokens, d]
// in     documentOffsets  u32 [width + 1]
// out    scores           f32 [texts, width]
// out    argmax           u32 [queryTokens, width] row of documents; NONE (2^32 - 1) for an empty document
// grid   one invocation per query and document, W a workgroup, folded into y
// error  scores: |gpu - float64| <= 1.2e-7 for unit vectors; asserted by maxSimArgmax.test.ts
// source Khattab & Zaharia 2020, ColBERT, equation 3, divided by the query length

struct Params {
  texts: u32,
  width: u32,
  d4: u32, // d / 4
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> queries: array<vec4f>;
@group(0) @binding(2) var<storage, read> queryOffsets: array<u32>;
@group(0) @binding(3) var<storage, read> documents: array<vec4f>;
@group(0) @binding(4) var<storage, read> documentOffsets: array<u32>;
@group(0) @binding(5) var<storage, read_write> scores: array<f32>;
@group(0) @binding(6) var<storage, read_write> argmax: array<u32>;

override W: u32 = 64;

const LOWEST: f32 = -3.0e38; // below any finite score; WGSL may assume infinities never occur
const NONE: u32 = 4294967295u;

@compute @workgroup_size(W)
fn maxSimArgmax(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let item = (group.x + group.y * groups.x) * W + lane;
  if (item >= params.texts * params.width) {
    return;
  }
  let q = item / params.width;
  let t = item % params.width;
  let start = documentOffsets[t];
  let end = documentOffsets[t + 1u];
  let last = queryOffsets[q + 1u];
  var sum = 0.0;
  for (var i = queryOffsets[q]; i < last; i += 4u) {
    let x = min(vec4u(i, i + 1u, i + 2u, i + 3u), vec4u(last - 1u)) * params.d4;
    var top = vec4f(LOWEST);
    var at = vec4u(NONE);
    for (var j = start; j < end; j += 4u) {
      let y = min(vec4u(j, j + 1u, j + 2u, j + 3u), vec4u(end - 1u)) * params.d4;
      var products = mat4x4f(); // a column per document token; rows past the end repeat the last
      for (var c = 0u; c < params.d4; c++) {
        products += transpose(mat4x4f(
          queries[x.x + c], queries[x.y + c], queries[x.z + c], queries[x.w + c]))
          * mat4x4f(documents[y.x + c], documents[y.y + c], documents[y.z + c], documents[y.w + c]);
      }
      for (var k = 0u; k < 4u; k++) {
        at = select(at, vec4u(min(j + k, end - 1u)), products[k] > top); // strict: the first wins
        top = max(top, products[k]);
      }
    }
    for (var k = 0u; k < min(4u, last - i); k++) {
      argmax[(i + k) * params.width + t] = at[k];
      sum += select(top[k], 0.0, start == end);
    }
  }
  scores[item] = sum / f32(max(last - queryOffsets[q], 1u));
}
