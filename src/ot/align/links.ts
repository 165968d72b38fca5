import { argmaxes, assertMatrix, type Link, type PlanMatrix } from './matrix';

/**
 * Links the pairs that are each other's best: `j` is the largest of row `i` and `i` the largest of column
 * `j`. Of equals the lowest index wins, so the links are one-to-one. An entry of exactly 0 has no mass and is
 * not linked: tokens of weight 0 stay alone. "Argmax" of Jalili Sabet et al. 2020 (SimAlign, section 2.2),
 * on a transport plan or a similarity.
 *
 * @param matrix [n, m]; larger is better, of any sign.
 * @returns at most min(n, m) links, by `i`.
 * @throws ShapeError if `matrix` is not n * m long.
 */
export function mutualArgmax(matrix: PlanMatrix, n: number, m: number): Link[] {
  assertMatrix('mutualArgmax', matrix, n, m);
  if (n === 0 || m === 0) return [];
  const best = argmaxes(matrix, n, m);
  const links: Link[] = [];
  best.rows.forEach((j, i) => {
    if (best.columns[j] === i && matrix[i * m + j] !== 0) links.push({ i, j });
  });
  return links;
}

/**
 * Links every pair whose entry, as a share of the larger of its row's and column's maximum, exceeds `tau`:
 * `P[i,j] / max(max_k P[i,k], max_k P[k,j]) > tau`. At tau just below 1 these are the entries that are largest
 * in row and column; towards 0 everything with mass. A pair whose row and column are all 0 is never linked.
 *
 * @param plan [n, m], no entry negative.
 * @param tau in [0, 1).
 * @returns links by `i`, then `j`.
 * @throws ShapeError if `plan` is not n * m long; RangeError if `tau` is out of range.
 */
export function thresholdLinks(plan: PlanMatrix, n: number, m: number, tau: number): Link[] {
  assertMatrix('thresholdLinks', plan, n, m);
  if (!(tau >= 0 && tau < 1))
    throw new RangeError(`thresholdLinks: tau must be within [0, 1), got ${tau}`);
  if (n === 0 || m === 0) return [];
  const best = argmaxes(plan, n, m);
  const links: Link[] = [];
  for (let i = 0; i < n; i++) {
    const rowMost = plan[i * m + best.rows[i]!]!;
    for (let j = 0; j < m; j++) {
      const most = Math.max(rowMost, plan[best.columns[j]! * m + j]!);
      if (most > 0 && plan[i * m + j]! / most > tau) links.push({ i, j });
    }
  }
  return links;
}

/**
 * Word links from token links: a word link wherever any pair of their tokens is linked (the convention of
 * Jalili Sabet et al. 2020). Tokens without a word (negative index) give none.
 *
 * @param sourceWords word of each source token, `[n]`.
 * @param targetWords word of each target token, `[m]`.
 * @returns each link once, by `i`, then `j`.
 * @throws RangeError if a link names a token that has no entry.
 */
export function linkWords(
  links: readonly Link[],
  sourceWords: ArrayLike<number>,
  targetWords: ArrayLike<number>,
): Link[] {
  const rows = new Map<number, Set<number>>();
  for (const { i, j } of links) {
    const [source, target] = [sourceWords[i], targetWords[j]];
    if (source === undefined || target === undefined)
      throw new RangeError(
        `linkWords: link ${i}-${j} is outside ${sourceWords.length} x ${targetWords.length} tokens`,
      );
    if (source < 0 || target < 0) continue;
    const row = rows.get(source);
    if (row) row.add(target);
    else rows.set(source, new Set([target]));
  }
  const ordered = [...rows].sort((one, other) => one[0] - other[0]);
  return ordered.flatMap(([i, row]) => [...row].sort((a, b) => a - b).map((j) => ({ i, j })));
}
