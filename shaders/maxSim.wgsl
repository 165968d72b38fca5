// maxSim: late-interaction scores of all queries against all documents, no token matrix in memory.
//
//   scores[q,t] = 1/|q| sum_{i in q} max_{j in t} queries[i,:] . documents[j,:];  0 if q or t is empty
//
// in     queries          f32 [queryTokens, d]     packed token vectors, d a multiple of 4
// in     queryOffsets     u32 [texts + 1]          text q owns tokens queryOffsets[q] .. queryOffsets[q+1]
// in     documents        f32 [documentTokens, d]
// in     documentOffsets  u32 [width + 1]
// out    scores           f32 [rows, width]        row q - rowStart; only the asked block is written
// grid   one workgroup per QUERIES queries x LD * SPAN documents, folded into y; LQ * LD invocations
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

override TILE: u32 = 16; // register tile, query tokens = document tokens: 16 or 8
override LQ: u32 = 4; // lanes along query tokens
override LD: u32 = 1; // lanes along documents
override SPAN: u32 = 32; // documents per lane
override COLUMNS: u32 = LD * SPAN; // documents per workgroup
override QUERIES: u32 = 32; // queries per workgroup

const LOWEST: f32 = -3.0e38; // below any finite score; WGSL may assume infinities never occur

// [LQ * TILE / 4, COLUMNS]: the best score of four neighbouring query tokens in each document.
var<workgroup> best: array<vec4f, LQ * TILE / 4 * COLUMNS>;
var<workgroup> sums: array<f32, QUERIES * COLUMNS>; // entry p belongs to lane p mod LQ * LD

// Four packed token vectors, component chunk c; rows past the end repeat the last.
fn queryRows(i: u32, c: u32) -> mat4x4f {
  let r = min(vec4u(i, i + 1u, i + 2u, i + 3u), vec4u(params.queryTokens - 1u)) * params.d4 + c;
  return transpose(mat4x4f(queries[r.x], queries[r.y], queries[r.z], queries[r.w]));
}

fn documentRows(j: u32, c: u32) -> mat4x4f {
  let r = min(vec4u(j, j + 1u, j + 2u, j + 3u), vec4u(params.documentTokens - 1u)) * params.d4 + c;
  return mat4x4f(documents[r.x], documents[r.y], documents[r.z], documents[r.w]);
}

// Fills `best` for TILE query tokens from `i` against the documents [first, last), from `slot` and
// `column` on. Tiles run over document borders, so that short texts waste nothing.
fn sweep(i: u32, first: u32, last: u32, slot: u32, column: u32) {
  let end = documentOffsets[last];
  var text = first; // one past the document of the current token
  var textEnd = documentOffsets[first];
  var top: array<vec4f, 4>;
  for (var j = documentOffsets[first]; j < end; j += TILE) {
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
    var tile = array<mat4x4f, 16>(
      a00, a10, a20, a30, a01, a11, a21, a31, a02, a12, a22, a32, a03, a13, a23, a33);
    for (var k = 0u; k < min(TILE, end - j); k++) {
      let opens = j + k == textEnd;
      while (j + k >= textEnd) { // steps over empty documents too
        textEnd = documentOffsets[text + 1u];
        text++;
      }
      for (var g = 0u; g < TILE / 4u; g++) {
        top[g] = max(select(top[g], vec4f(LOWEST), opens), tile[k / 4u * 4u + g][k % 4u]);
        if (j + k + 1u == textEnd) {
          best[(slot + g) * COLUMNS + column + text - 1u - first] = top[g];
        }
      }
    }
  }
}

// Adds the best scores of the query tokens [start, start + LQ * TILE) to the sums of this lane.
fn addUp(lane: u32, start: u32, q0: u32, q1: u32, t0: u32, t1: u32) {
  for (var p = lane; p < (q1 - q0) * COLUMNS; p += LQ * LD) {
    let q = q0 + p / COLUMNS;
    let column = p % COLUMNS;
    if (t0 + column >= t1 || documentOffsets[t0 + column] == documentOffsets[t0 + column + 1u]) {
      continue; // `best` holds nothing for an empty document
    }
    let end = min(queryOffsets[q + 1u], start + LQ * TILE);
    for (var i = max(queryOffsets[q], start); i < end; i++) {
      sums[p] += best[(i - start) / 4u * COLUMNS + column][(i - start) % 4u];
    }
  }
}

@compute @workgroup_size(LQ * LD)
fn maxSim(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let across = (params.documentEnd - params.documentStart + COLUMNS - 1u) / COLUMNS;
  let block = group.x + group.y * groups.x;
  let q0 = params.queryStart + block / across * QUERIES;
  if (q0 >= params.queryEnd) {
    return;
  }
  let q1 = min(q0 + QUERIES, params.queryEnd);
  let t0 = params.documentStart + block % across * COLUMNS;
  let t1 = min(t0 + COLUMNS, params.documentEnd);
  let first = min(t0 + lane / LQ * SPAN, t1);

  for (var i = queryOffsets[q0]; i < queryOffsets[q1]; i += LQ * TILE) {
    let slot = lane % LQ * TILE;
    sweep(i + slot, first, min(first + SPAN, t1), slot / 4u, lane / LQ * SPAN);
    workgroupBarrier();
    addUp(lane, i, q0, q1, t0, t1);
    workgroupBarrier();
  }

  for (var p = lane; p < (q1 - q0) * COLUMNS; p += LQ * LD) {
    let q = q0 + p / COLUMNS;
    if (t0 + p % COLUMNS < t1) {
      let length = queryOffsets[q + 1u] - queryOffsets[q];
      scores[(q - params.rowStart) * params.width + t0 + p % COLUMNS] = sums[p] / f32(max(length, 1u));
    }
  }
}
