// laplacian: solves (L + ground) l = source + pushes of links, on the graph whose nodes are one side's tokens.
//
// Matrix of k x k: above the diagonal the conductance K of a link (s, q), below it at (q, s) its push B with
// the sign for s, on the diagonal D = ground + sum of K to the nodes before. A node is eliminated by
// replacing its links by links between its neighbours (star-mesh), which adds and never subtracts, so weak
// links keep their digits beside strong ones (Grassmann, Taksar, Heyman 1985). A push belongs to a link and
// follows it: summed into nodes, its rounding would drown a weak link. PUSHES says whether there are any.

const TINIEST: f32 = 1e-37;
const MOST_NODES: u32 = 256;
const INSIDE: u32 = 3080; // floats of the matrix in workgroup memory: 55 nodes

var<workgroup> inside: array<f32, INSIDE>;
var<workgroup> source: array<f32, MOST_NODES>; // becomes l
var<workgroup> ground: array<f32, MOST_NODES>; // conductance to a node that has 0

struct Graph {
  nodes: u32,
  stride: u32,
  base: u32, // of the matrix in scratch
  small: bool, // the matrix is in workgroup memory
}

// An odd stride spares real GPUs bank conflicts; in scratch there is room for k x k alone.
fn graphOf(nodes: u32, base: u32) -> Graph {
  let small = nodes * (nodes | 1u) <= INSIDE;
  return Graph(nodes, select(nodes, nodes | 1u, small), base, small);
}

fn linkOf(graph: Graph, i: u32, j: u32) -> f32 {
  if (graph.small) {
    return inside[i * graph.stride + j];
  }
  return scratch[graph.base + i * graph.stride + j];
}

fn setLink(graph: Graph, i: u32, j: u32, value: f32) {
  let at = i * graph.stride + j;
  if (graph.small) {
    inside[at] = value;
  } else {
    scratch[graph.base + at] = value;
  }
}

// The Gram matrix of Z = P / sqrt(column sum), 4 x 4 links a step: K = sum_t Z_s Z_q, B = sum_t Z_s Z_q (C_s - C_q).
fn makeLinks(graph: Graph, side: Side, lane: u32) {
  let last = graph.nodes - 1u;
  let blocks = (graph.nodes + 3u) / 4u;
  var column = 0u; // of the block triangle, `row` <= `column`
  var row = lane;
  while (true) {
    while (row > column && column < blocks) {
      row -= column + 1u;
      column++;
    }
    if (column >= blocks) {
      break;
    }
    let s = min(vec4u(4u * row) + vec4u(0u, 1u, 2u, 3u), vec4u(last)) * side.node;
    let q = min(vec4u(4u * column) + vec4u(0u, 1u, 2u, 3u), vec4u(last)) * side.node;
    var links = mat4x4f();
    var pushes = mat4x4f();
    for (var t = 0u; t < side.others; t++) {
      let at = t * side.other;
      let left = rootsAt(side, s + at);
      let right = rootsAt(side, q + at);
      links += mat4x4f(left * right.x, left * right.y, left * right.z, left * right.w);
      if (PUSHES) {
        let here = costsAt(side, s + at);
        let there = costsAt(side, q + at);
        pushes += mat4x4f(left * right.x * (here - there.x), left * right.y * (here - there.y),
          left * right.z * (here - there.z), left * right.w * (here - there.w));
      }
    }
    for (var v = 0u; v < 4u && 4u * column + v <= last; v++) {
      let q1 = 4u * column + v;
      for (var u = 0u; u < 4u && 4u * row + u < q1; u++) {
        setLink(graph, 4u * row + u, q1, links[v][u]);
        if (PUSHES) {
          setLink(graph, q1, 4u * row + u, pushes[v][u]);
        }
      }
    }
    row += W;
  }
}

// Takes nodes out from the last one on. Invocations own columns; the first turn only sums the last column.
fn eliminate(graph: Graph, lane: u32) {
  for (var p = graph.nodes; p > 0u; p--) {
    let pivot = min(p, graph.nodes - 1u);
    var scale = 0.0;
    if (p < graph.nodes) {
      scale = linkOf(graph, p, p);
    }
    let gone = scale > TINIEST;
    for (var q = lane; q < p; q += W) {
      var share = 0.0;
      var push = 0.0;
      if (gone) {
        share = linkOf(graph, q, pivot) / scale;
        push = select(0.0, linkOf(graph, pivot, q) / scale, PUSHES);
        source[q] += share * source[pivot];
        ground[q] += share * ground[pivot];
      }
      var sum = ground[q];
      for (var s = 0u; s < q; s++) {
        var link = linkOf(graph, s, q);
        if (gone) {
          let other = linkOf(graph, s, pivot);
          link += other * share;
          setLink(graph, s, q, link);
          if (PUSHES) {
            setLink(graph, q, s, linkOf(graph, q, s) + (linkOf(graph, pivot, s) * share - other * push));
          }
        }
        sum += link;
      }
      if (q == p - 1u) {
        setLink(graph, q, q, sum);
      }
    }
    workgroupBarrier();
    storageBarrier();
  }
}

// l from the first node on; a node has 0 if it has neither ground nor a link to one before it.
fn substitute(graph: Graph, lane: u32) {
  for (var p = lane; p < graph.nodes; p += W) {
    if (p == 0u) {
      source[p] = select(0.0, source[p] / max(ground[p], TINIEST), ground[p] > TINIEST);
    }
    for (var s = 0u; s < select(0u, p, PUSHES); s++) {
      source[p] -= linkOf(graph, p, s);
    }
  }
  for (var q = 0u; q < graph.nodes; q++) {
    workgroupBarrier();
    for (var p = lane; p < graph.nodes; p += W) {
      if (p > q) {
        let sum = source[p] + linkOf(graph, q, p) * source[q];
        let scale = linkOf(graph, p, p);
        source[p] = select(sum, select(0.0, sum / max(scale, TINIEST), scale > TINIEST), p == q + 1u);
      }
    }
  }
  workgroupBarrier();
}
