/** Places of the relevant documents of one query. */
export interface QueryRanks {
  /** `[relevant]`, 1-based, among the documents that are not excluded, in the order of the list `relevant`. */
  readonly ranks: Uint32Array;
  /** How many relevant documents share their float32 score with any other ranked document. */
  readonly ties: number;
  /** How many share it with one that is not relevant: only these let the tie rule change the measures. */
  readonly decisiveTies: number;
}

/**
 * Ranks of the relevant documents under trec_eval's total order (score descending, then docno descending),
 * `rank(r) = 1 + #{d : s[d] > s[r] or (s[d] = s[r] and tieRank[d] < tieRank[r])}` over documents d not excluded.
 * The plainest O(relevant * documents) loop, the reference of the GPU's rank counting. +0 and -0 tie.
 *
 * @param scores `[documents]`, float32, larger is better, for one query.
 * @param relevant indices, disjoint from `excluded`.
 * @param excluded indices of the documents that are not in the ranking.
 * @param tieRank `[documents]`, from `trecTieOrder`.
 * @throws RangeError if lengths differ, an index is out of range or in both lists, or a ranked score is NaN.
 */
export function rankCpu(
  scores: Float32Array,
  relevant: Uint32Array,
  excluded: Uint32Array,
  tieRank: Uint32Array,
): QueryRanks {
  const role = assignRoles(scores, relevant, excluded, tieRank);
  const ranks = new Uint32Array(relevant.length);
  let ties = 0;
  let decisiveTies = 0;
  relevant.forEach((document, r) => {
    const score = scores[document]!;
    let above = 0;
    let equal = 0;
    let equalOthers = 0;
    for (let d = 0; d < scores.length; d++) {
      if (role[d] === EXCLUDED || d === document) continue;
      if (scores[d]! > score) above++;
      else if (scores[d] === score) {
        equal++;
        if (role[d] === OTHER) equalOthers++;
        if (tieRank[d]! < tieRank[document]!) above++;
      }
    }
    ranks[r] = 1 + above;
    if (equal > 0) ties++;
    if (equalOthers > 0) decisiveTies++;
  });
  return { ranks, ties, decisiveTies };
}

const OTHER = 0;
const RELEVANT = 1;
const EXCLUDED = 2;

/** `[documents]` of OTHER, RELEVANT or EXCLUDED, after checking everything that `rankCpu` promises to refuse. */
function assignRoles(
  scores: Float32Array,
  relevant: Uint32Array,
  excluded: Uint32Array,
  tieRank: Uint32Array,
): Uint8Array {
  const n = scores.length;
  if (tieRank.length !== n)
    throw new RangeError(
      `rankCpu: tieRank must have one entry a score (${n}), got ${tieRank.length}`,
    );
  const role = new Uint8Array(n);
  const assign = (indices: Uint32Array, value: number) => {
    for (const index of indices) {
      if (index >= n) throw new RangeError(`rankCpu: document ${index} is not below ${n}`);
      if (role[index] !== OTHER) throw new RangeError(`rankCpu: document ${index} is listed twice`);
      role[index] = value;
    }
  };
  assign(relevant, RELEVANT);
  assign(excluded, EXCLUDED);
  for (let d = 0; d < n; d++)
    if (role[d] !== EXCLUDED && Number.isNaN(scores[d]!))
      throw new RangeError(`rankCpu: the score of document ${d} is NaN`);
  return role;
}
