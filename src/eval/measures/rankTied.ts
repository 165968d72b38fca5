import type { JudgedRanks, TiedRanks } from './types';

/** Scores and judgements of one query. */
export interface ScoredQuery {
  /** `[documents]`, larger is better; compared as they are, so round them to float32 before if that is meant. */
  readonly scores: ArrayLike<number>;
  /** Distinct indices of documents that are judged relevant, disjoint from `excluded`. */
  readonly relevant: ArrayLike<number>;
  /** `[relevant]`, above 0; 1 for each where there are none. */
  readonly grades?: ArrayLike<number>;
  /** Distinct indices of documents that are not in the ranking. */
  readonly excluded?: ArrayLike<number>;
  /** `[documents]`, from `trecTieOrder`: the smaller stands first among equal scores. The order given, where there is none. */
  readonly tieRank?: ArrayLike<number>;
  /** Grades of relevant documents that are not retrieved at all. */
  readonly missing?: ArrayLike<number>;
}

/** Places of the relevant documents of one query: `relevant` in its order, then those that are missing. */
export interface TiedQuery {
  /** As `tieRank` breaks ties. */
  readonly ordered: JudgedRanks;
  /** As equal scores leave them. */
  readonly tied: TiedRanks;
  /** How many relevant documents share their score with any other ranked document. */
  readonly ties: number;
  /** How many share it with one that is not relevant: only these let the tie rule change binary measures. */
  readonly decisiveTies: number;
}

/**
 * Ranks one query and keeps what its ties leave open. `+0` and `-0` tie.
 *
 * @throws RangeError if lengths differ, an index is out of range or listed twice, or a ranked score is NaN.
 */
export function rankTied(query: ScoredQuery): TiedQuery {
  const { scores, relevant, grades = new Uint8Array(relevant.length).fill(1) } = query;
  const missing = query.missing ?? [];
  if (grades.length !== relevant.length)
    throw new RangeError(`rankTied: wanted ${relevant.length} grades, got ${grades.length}`);
  const { order, isRelevant } = sortRanked(query);
  const total = relevant.length + missing.length;
  const far = () => new Float64Array(total).fill(Number.POSITIVE_INFINITY);
  const [ranks, above, equal] = [new Float64Array(scores.length), far(), new Float64Array(total)];
  const starts = new Float64Array(scores.length);
  const sizes = new Float64Array(scores.length);
  let [ties, decisiveTies] = [0, 0];
  for (let from = 0, to = 0; from < order.length; from = to) {
    let judged = 0;
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++)
      judged += isRelevant[order[to]!]!;
    for (let at = from; at < to; at++) {
      ranks[order[at]!] = at + 1;
      starts[order[at]!] = from;
      sizes[order[at]!] = to - from;
    }
    if (to - from > 1) ties += judged;
    if (to - from > judged) decisiveTies += judged;
  }
  const places = far();
  const all = Float64Array.from({ length: total }, (_, at) =>
    at < relevant.length ? grades[at]! : missing[at - relevant.length]!,
  );
  for (let at = 0; at < relevant.length; at++) {
    const document = relevant[at]!;
    places[at] = ranks[document]!;
    above[at] = starts[document]!;
    equal[at] = sizes[document]!;
  }
  const ordered = { ranks: places, grades: all };
  return { ordered, tied: { above, equal, grades: all }, ties, decisiveTies };
}

/** Ranked documents, best first, after checking everything that `rankTied` promises to refuse. */
function sortRanked({ scores, relevant, excluded = [], tieRank }: ScoredQuery) {
  const n = scores.length;
  if (tieRank && tieRank.length !== n)
    throw new RangeError(`rankTied: wanted ${n} tie ranks, got ${tieRank.length}`);
  const isRelevant = mark(relevant, n);
  const isExcluded = mark(excluded, n);
  const order: number[] = [];
  for (let d = 0; d < n; d++) {
    if (isRelevant[d] && isExcluded[d])
      throw new RangeError(`rankTied: document ${d} is relevant and excluded`);
    if (isExcluded[d]) continue;
    if (Number.isNaN(scores[d]!))
      throw new RangeError(`rankTied: the score of document ${d} is NaN`);
    order.push(d);
  }
  order.sort((a, b) => {
    const [x, y] = [scores[a]!, scores[b]!]; // their difference could be NaN
    if (x !== y) return x > y ? -1 : 1;
    return tieRank ? tieRank[a]! - tieRank[b]! : a - b;
  });
  return { order, isRelevant };
}

function mark(indices: ArrayLike<number>, n: number): Uint8Array {
  const marked = new Uint8Array(n);
  for (let at = 0; at < indices.length; at++) {
    const index = indices[at]!;
    if (!(Number.isInteger(index) && index >= 0 && index < n))
      throw new RangeError(`rankTied: document ${index} is not below ${n}`);
    if (marked[index]) throw new RangeError(`rankTied: document ${index} is listed twice`);
    marked[index] = 1;
  }
  return marked;
}
