// rankCount: place of every relevant document in its query's ranking, by counting.
//
//   ranks[r] = 1 + #{ t ranked : s[t] > s[r] or (s[t] = s[r] and tieRank[t] < tieRank[r]) }
//   ties[r]  = #{ t != r ranked : s[t] = s[r] },  ranked = not excluded
//
// in     scores           f32 [rows, D]   row 0 is query queryStart; finite; 0 and -0 are equal
// in     tieRank          u32 [D]         place among equal scores, distinct
// in     relevantOffsets  u32 [Q + 1]     query q owns relevant[relevantOffsets[q] .. relevantOffsets[q+1]]
// in     relevant         u32 [R]         document indices
// in     excludedOffsets  u32 [Q + 1]
// in     excluded         u32 [E]         distinct within a query, disjoint from its relevant ones
// out    ranks            u32 [R]         1-based; only the entries of the asked queries are written
// out    ties             u32 [R]
// grid   one workgroup per query, folded into y; each of W invocations counts for 4 documents at a time
// error  exact
// source trec_eval 10.0, the order of form_res_rels.c (rule only)

struct Params {
  rows: u32,
  queryStart: u32,
  D: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read> tieRank: array<u32>;
@group(0) @binding(3) var<storage, read> relevantOffsets: array<u32>;
@group(0) @binding(4) var<storage, read> relevant: array<u32>;
@group(0) @binding(5) var<storage, read> excludedOffsets: array<u32>;
@group(0) @binding(6) var<storage, read> excluded: array<u32>;
@group(0) @binding(7) var<storage, read_write> ranks: array<u32>;
@group(0) @binding(8) var<storage, read_write> ties: array<u32>;

override W: u32 = 32;

// Four relevant documents share every load of a rival.
struct Four {
  document: vec4u,
  score: vec4f,
  tie: vec4u,
}

fn above(four: Four, t: u32, score: f32) -> vec4u {
  return vec4u((vec4f(score) > four.score)
    | ((vec4f(score) == four.score) & (vec4u(tieRank[t]) < four.tie)));
}

fn equal(four: Four, t: u32, score: f32) -> vec4u {
  return vec4u((vec4f(score) == four.score) & (vec4u(t) != four.document));
}

@compute @workgroup_size(W)
fn rankCount(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = group.x + group.y * groups.x;
  if (row >= params.rows) {
    return;
  }
  let q = params.queryStart + row;
  let start = row * params.D;
  let end = relevantOffsets[q + 1u];
  for (var r = relevantOffsets[q] + 4u * lane; r < end; r += 4u * W) {
    let entry = min(vec4u(r, r + 1u, r + 2u, r + 3u), vec4u(end - 1u));
    let d = vec4u(relevant[entry.x], relevant[entry.y], relevant[entry.z], relevant[entry.w]);
    let four = Four(
      d,
      vec4f(scores[start + d.x], scores[start + d.y], scores[start + d.z], scores[start + d.w]),
      vec4u(tieRank[d.x], tieRank[d.y], tieRank[d.z], tieRank[d.w]));
    var rank = vec4u(1u);
    var tied = vec4u(0u);
    for (var t = 0u; t < params.D; t++) {
      let score = scores[start + t];
      rank += above(four, t, score);
      tied += equal(four, t, score);
    }
    for (var e = excludedOffsets[q]; e < excludedOffsets[q + 1u]; e++) {
      let score = scores[start + excluded[e]];
      rank -= above(four, excluded[e], score);
      tied -= equal(four, excluded[e], score);
    }
    for (var k = 0u; k < min(4u, end - r); k++) {
      ranks[r + k] = rank[k];
      ties[r + k] = tied[k];
    }
  }
}
