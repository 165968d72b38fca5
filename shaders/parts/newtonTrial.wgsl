// newtonTrial: the Newton direction, and how far along it to go.

// The other side's potentials that make its sums right for the nodes' potentials at `t`, stored from `trial`;
// gives this lane's share of the error where that fails.
fn settleOthers(side: Side, trial: u32, lane: u32, t: f32) -> f32 {
  var error = 0.0;
  for (var k = lane; k < side.others; k += W) {
    let token = side.otherTokens + k;
    let g = potentials[token];
    let wanted = weightOf(token, side.others);
    var sum = 0.0;
    for (var s = 0u; s < side.nodes; s++) {
      sum += planOf((potentials[side.nodeTokens + s] + t * source[s]) + g, cost[entryAt(side, s, k)]);
    }
    let fine = wanted > 0.0 && sum > 1e-18 && sum < 1e15;
    scratch[trial + token] = select(g, g + params.eps / LOG2E * log2(wanted / max(sum, 1e-18)), fine);
    error += select(abs(wanted - sum), 0.0, fine);
  }
  return error;
}

fn nodeError(side: Side, trial: u32, lane: u32, t: f32) -> f32 {
  var error = 0.0;
  for (var s = lane; s < side.nodes; s += W) {
    let f = potentials[side.nodeTokens + s] + t * source[s];
    var sum = 0.0;
    for (var k = 0u; k < side.others; k++) {
      sum += planOf(f + scratch[trial + side.otherTokens + k], cost[entryAt(side, s, k)]);
    }
    error += abs(weightOf(side.nodeTokens + s, side.nodes) - sum);
  }
  return error;
}

fn step(side: Side, lane: u32) {
  let quotients = 2u * params.entries; // later the trial's potentials
  let graph = graphOf(side.nodes, params.entries + side.at);
  let ofOthers = sumOthers(side, quotients, lane);
  storageBarrier();
  workgroupBarrier();
  let before = sumLanes(lane, ofOthers + sumNodes(side, quotients, lane));
  // Levenberg's damping: strong far away, where a step along weak links overshoots, and gone at the end.
  let damping = min(1.0, before * before) + NOISE;
  for (var s = lane; s < side.nodes; s += W) {
    ground[s] *= damping;
  }
  makeLinks(graph, side, lane);
  storageBarrier();
  workgroupBarrier();
  eliminate(graph, lane);
  substitute(graph, lane);
  for (var t = 1.0; t >= 0.015625; t *= 0.5) {
    let settled = settleOthers(side, quotients, lane, t);
    storageBarrier();
    workgroupBarrier();
    let after = sumLanes(lane, settled + nodeError(side, quotients, lane, t));
    if (after < before) {
      for (var s = lane; s < side.nodes; s += W) {
        potentials[side.nodeTokens + s] += t * source[s];
      }
      for (var k = lane; k < side.others; k += W) {
        potentials[side.otherTokens + k] = scratch[quotients + side.otherTokens + k];
      }
      break;
    }
  }
}
