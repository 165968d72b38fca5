/**
 * Solves `L l = source` with `L = diag(row sums of links) - links`, links symmetric and not negative, their
 * diagonal ignored. Elimination without pivoting whose diagonal stays a sum (Grassmann, Taksar, Heyman 1985).
 * The first node of each connected piece gets 0.
 */
export function solveLaplacian(
  nodes: number,
  link: (s: number, q: number) => number,
  source: ArrayLike<number>,
): Float64Array {
  const links = Array.from({ length: nodes }, (_, s) =>
    Float64Array.from({ length: nodes }, (_, q) => link(s, q)),
  );
  const l = Float64Array.from(source);
  const scales = new Float64Array(nodes);
  for (let p = nodes - 1; p > 0; p--) {
    const scale = links[p]!.subarray(0, p).reduce((sum, value) => sum + value, 0);
    scales[p] = scale;
    if (scale === 0) continue;
    for (let s = 0; s < p; s++) {
      const share = links[s]![p]! / scale;
      l[s]! += share * l[p]!;
      for (let q = 0; q < p; q++) links[s]![q]! += share * links[p]![q]!;
    }
  }
  for (let p = 0; p < nodes; p++) {
    let sum = l[p]!;
    for (let q = 0; q < p; q++) sum += links[p]![q]! * l[q]!;
    l[p] = scales[p]! > 0 ? sum / scales[p]! : 0;
  }
  return l;
}
