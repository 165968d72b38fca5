// planSide: the shorter side of a problem, whose tokens are the nodes of a graph, and the other side.

// How to step through entries from node to node and from other token to other token.
struct Side {
  at: u32,
  node: u32,
  other: u32,
  nodes: u32,
  others: u32,
  nodeTokens: u32, // of their potentials and weights
  otherTokens: u32,
}

fn sideOf(problem: vec4u, at: u32) -> Side {
  let m = problem.w;
  let first = problem.x + problem.y;
  if (problem.z > m) {
    return Side(at, 1u, m, m, problem.z, first + problem.z, first);
  }
  return Side(at, m, 1u, problem.z, m, first, first + problem.z);
}
