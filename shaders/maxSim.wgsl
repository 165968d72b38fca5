// maxSim: late-interaction scores of all queries against all documents, no token matrix in memory.
//
//   scores[q,t] = 1/|q| sum_{i in q} max_{j in t} queries[i,:] . documents[j,:];  0 if q or t is empty
//
// in     queries          f32 [queryTokens, d]     packed token vectors, d a multiple of 4
// in     queryOffsets     u32 [texts + 1]          text q owns tokens queryOffsets[q] .. queryOffsets[q+1]
// in     documents        f32 [documentTokens, d]
// in     documentOffsets  u32 [width + 1]
// out    scores           f32 [rows, width]        row q - rowStart; only the asked block is written
// grid   LQ x LD invocations of QUERIES queries x SPAN documents each per workgroup, folded into y
// error  |gpu - float64| <= 3e-7 for unit vectors, d <= 384; asserted by maxSim.test.ts
// source Khattab & Zaharia 2020, ColBERT, equation 3, divided by the query length

struct Params {
  queryStart: u32, // the block of queries
  queryEnd: u32,
  documentStart: u32, // the block of documents
  documentEnd: u32,
  rowStart: u32, // the query in row 0 of scores
  width: u32, // columns of scores
  d4: u32, // d / 4
  queryTokens: u32,
  documentTokens: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> queries: array<vec4f>;
@group(0) @binding(2) var<storage, read> queryOffsets: array<u32>;
@group(0) @binding(3) var<storage, read> documents: array<vec4f>;
@group(0) @binding(4) var<storage, read> documentOffsets: array<u32>;
@group(0) @binding(5) var<storage, read_write> scores: array<f32>;

override TILE: u32 = 8; // register tile, query tokens = document tokens: 16 or 8
override LQ: u32 = 8; // lanes along queries
override LD: u32 = 8; // lanes along documents
override QUERIES: u32 = 4; // queries per lane
override SPAN: u32 = 2; // documents per lane

const LOWEST: f32 = -3.0e38; // below any finite score; WGSL may assume infinities never occur

// Component chunk c of four packed token vectors; rows past the end repeat the last.
fn queryRows(i: u32, c: u32) -> mat4x4f {
  let r = min(vec4u(i, i + 1u, i + 2u, i + 3u), vec4u(params.queryTokens - 1u)) * params.d4 + c;
  return transpose(mat4x4f(queries[r.x], queries[r.y], queries[r.z], queries[r.w]));
}

fn documentRows(j: u32, c: u32) -> mat4x4f {
  let r = min(vec4u(j, j + 1u, j + 2u, j + 3u), vec4u(params.documentTokens - 1u)) * params.d4 + c;
  return mat4x4f(documents[r.x], documents[r.y], documents[r.z], documents[r.w]);
}

// Which of the four tokens from `i` on lie in [start, end).
fn within(i: u32, start: u32, end: u32) -> vec4<bool> {
  let at = i + vec4u(0, 1, 2, 3);
  return (at >= vec4u(start)) & (at < vec4u(end));
}

// The greatest of the columns that are on, or LOWEST.
fn greatest(tile: mat4x4f, on: vec4<bool>) -> vec4f {
  let none = vec4f(LOWEST);
  return max(
    max(select(none, tile[0], on.x), select(none, tile[1], on.y)),
    max(select(none, tile[2], on.z), select(none, tile[3], on.w)));
}

// Adds the best scores in document `t` of the query tokens from `i` on to the queries that own them.
fn addUp(i: u32, first: u32, last: u32, t: u32, top: mat4x4f) {
  for (var q = first; q < last; q++) {
    let start = queryOffsets[q];
    let end = queryOffsets[q + 1u];
    if (start < i + TILE && end > max(i, start)) {
      var sum = vec4f();
      for (var g = 0u; g < TILE / 4u; g++) {
        sum += select(vec4f(), top[g], within(i + 4u * g, start, end));
      }
      scores[(q - params.rowStart) * params.width + t] += dot(sum, vec4f(1)) / f32(end - start);
    }
  }
}

// TILE query tokens from `i` on, of the queries [q0, q1), against the documents [t0, t1).
// Tiles run over the borders of texts, so that short texts waste nothing.
fn sweep(i: u32, q0: u32, q1: u32, t0: u32, t1: u32) {
  let end = documentOffsets[t1];
  var t = t0;
  var top = mat4x4f(); // best so far in document t
  for (var j = documentOffsets[t0]; j < end; j += TILE) {
    // a<g><h>: query tokens i + 4 g .. against document tokens j + 4 h .., a column per document token
    var a00 = mat4x4f(); var a01 = mat4x4f(); var a02 = mat4x4f(); var a03 = mat4x4f();
    var a10 = mat4x4f(); var a11 = mat4x4f(); var a12 = mat4x4f(); var a13 = mat4x4f();
    var a20 = mat4x4f(); var a21 = mat4x4f(); var a22 = mat4x4f(); var a23 = mat4x4f();
    var a30 = mat4x4f(); var a31 = mat4x4f(); var a32 = mat4x4f(); var a33 = mat4x4f();
    for (var c = 0u; c < params.d4; c++) {
      let x0 = queryRows(i, c); let x1 = queryRows(i + 4u, c);
      let y0 = documentRows(j, c); let y1 = documentRows(j + 4u, c);
      a00 += x0 * y0; a01 += x0 * y1; a10 += x1 * y0; a11 += x1 * y1;
      if (TILE == 16u) {
        let x2 = queryRows(i + 8u, c); let x3 = queryRows(i + 12u, c);
        let y2 = documentRows(j + 8u, c); let y3 = documentRows(j + 12u, c);
        a02 += x0 * y2; a03 += x0 * y3; a12 += x1 * y2; a13 += x1 * y3;
        a20 += x2 * y0; a21 += x2 * y1; a22 += x2 * y2; a23 += x2 * y3;
        a30 += x3 * y0; a31 += x3 * y1; a32 += x3 * y2; a33 += x3 * y3;
      }
    }
    for (; t < t1 && documentOffsets[t] < j + TILE; t++) {
      let start = documentOffsets[t];
      let stop = documentOffsets[t + 1u];
      if (start >= j) {
        top = mat4x4f(vec4f(LOWEST), vec4f(LOWEST), vec4f(LOWEST), vec4f(LOWEST));
      }
      let n0 = within(j, start, stop); let n1 = within(j + 4u, start, stop);
      top[0] = max(top[0], max(greatest(a00, n0), greatest(a01, n1)));
      top[1] = max(top[1], max(greatest(a10, n0), greatest(a11, n1)));
      if (TILE == 16u) {
        let n2 = within(j + 8u, start, stop); let n3 = within(j + 12u, start, stop);
        top[0] = max(top[0], max(greatest(a02, n2), greatest(a03, n3)));
        top[1] = max(top[1], max(greatest(a12, n2), greatest(a13, n3)));
        top[2] = max(top[2], max(greatest(a20, n0), greatest(a21, n1)));
        top[2] = max(top[2], max(greatest(a22, n2), greatest(a23, n3)));
        top[3] = max(top[3], max(greatest(a30, n0), greatest(a31, n1)));
        top[3] = max(top[3], max(greatest(a32, n2), greatest(a33, n3)));
      }
      if (stop > j + TILE) { break; } // it goes on in the next tile
      if (stop > start) { addUp(i, q0, q1, t, top); }
    }
  }
}

@compute @workgroup_size(LQ * LD)
fn maxSim(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let across = (params.documentEnd - params.documentStart + LD * SPAN - 1u) / (LD * SPAN);
  let block = group.x + group.y * groups.x;
  var q = params.queryStart + (block / across * LQ + lane % LQ) * QUERIES;
  let t0 = params.documentStart + (block % across * LD + lane / LQ) * SPAN;
  let q1 = min(q + QUERIES, params.queryEnd);
  let t1 = min(t0 + SPAN, params.documentEnd);
  if (q >= q1 || t0 >= t1) { return; }
  for (var p = 0u; p < (q1 - q) * (t1 - t0); p++) {
    scores[(q + p / (t1 - t0) - params.rowStart) * params.width + t0 + p % (t1 - t0)] = 0.0;
  }
  let end = queryOffsets[q1];
  for (var i = queryOffsets[q]; i < end; i += TILE) {
    while (queryOffsets[q + 1u] <= i) { q++; }
    sweep(i, q, q1, t0, t1);
  }
}
