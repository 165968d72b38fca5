// maxSimArgmax: late-interaction scores, and which document token each query token matched.
//
//   argmax[i,t] = first j in t of greatest products[i,j]
//   scores[q,t] = 1/|q| sum_{i in q} products[i,argmax[i,t]];  0 if q or t is empty
//
// in     products         f32 [queryTokens, documentTokens]  inner products of all token pairs, from linear
// in     queryOffsets     u32 [texts + 1]          text q owns tokens queryOffsets[q] .. queryOffsets[q+1]
// in     documentOffsets  u32 [width + 1]
// out    scores           f32 [texts, width]
// out    argmax           u32 [queryTokens, width] row of documents; NONE (2^32 - 1) for an empty document
// grid   one invocation per query and document, W a workgroup, folded into y
// error  scores: |gpu - float64| <= 1.2e-7 for unit vectors; asserted by maxSimArgmax.test.ts
// source Khattab & Zaharia 2020, ColBERT, equation 3, divided by the query length

struct Params {
  texts: u32,
  width: u32,
  documentTokens: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> products: array<f32>;
@group(0) @binding(2) var<storage, read> queryOffsets: array<u32>;
@group(0) @binding(3) var<storage, read> documentOffsets: array<u32>;
@group(0) @binding(4) var<storage, read_write> scores: array<f32>;
@group(0) @binding(5) var<storage, read_write> argmax: array<u32>;

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
  let first = queryOffsets[q];
  let last = queryOffsets[q + 1u];
  var sum = 0.0;
  for (var i = first; i < last; i++) {
    let row = i * params.documentTokens;
    var top = LOWEST;
    var at = NONE;
    for (var j = start; j < end; j++) {
      let product = products[row + j];
      at = select(at, j, product > top); // strict: the first wins
      top = max(top, product);
    }
    argmax[i * params.width + t] = at;
    sum += select(top, 0.0, start == end);
  }
  scores[item] = sum / f32(max(last - first, 1u));
}
