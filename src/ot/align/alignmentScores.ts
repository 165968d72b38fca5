import type { Link } from './matrix';

/** One sentence pair: the links to be judged and the gold links. */
export interface JudgedAlignment {
  readonly links: readonly Link[];
  readonly sure: readonly Link[];
  /** Sure links count as possible, whether they are here or not. Default none but the sure. */
  readonly possible?: readonly Link[];
}

/** All in [0, 1], over the links of all pairs together. */
export interface AlignmentScores {
  /** `|A & P| / |A|`. */
  readonly precision: number;
  /** `|A & S| / |S|`. */
  readonly recall: number;
  /** Harmonic mean of the two; 0 where both are 0. */
  readonly f1: number;
  /** `1 - (|A & S| + |A & P|) / (|A| + |S|)`; `1 - f1` where S = P. */
  readonly aer: number;
  readonly counts: {
    readonly links: number;
    readonly sure: number;
    readonly sureHits: number;
    readonly possibleHits: number;
  };
}

/**
 * Precision, recall, F1 and alignment error rate of links A against sure links S and possible links P, S
 * a subset of P. Counts are summed over all sentence pairs before dividing. Doubles count once. Nothing out of
 * nothing is perfect: precision is 1 without links, recall 1 without sure links, AER 0 without both.
 *
 * @see Och & Ney 2003, A Systematic Comparison of Various Statistical Alignment Models, section 5.1
 */
export function alignmentScores(pairs: readonly JudgedAlignment[]): AlignmentScores {
  const counts = { links: 0, sure: 0, sureHits: 0, possibleHits: 0 };
  for (const { links, sure, possible = [] } of pairs) {
    const [given, certain] = [keys(links), keys(sure)];
    const allowed = new Set([...certain, ...keys(possible)]);
    counts.links += given.size;
    counts.sure += certain.size;
    counts.sureHits += shared(given, certain);
    counts.possibleHits += shared(given, allowed);
  }
  return scoresOf(counts);
}

/** The measures that counts give. */
export function scoresOf(counts: AlignmentScores['counts']): AlignmentScores {
  const precision = share(counts.possibleHits, counts.links);
  const recall = share(counts.sureHits, counts.sure);
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  const aer = 1 - share(counts.sureHits + counts.possibleHits, counts.links + counts.sure);
  return { precision, recall, f1, aer, counts };
}

/**
 * F measure that weighs precision against recall, `1 / (alpha / precision + (1 - alpha) / recall)`: F1 at 0.5, recall
 * at 0, precision at 1; 0 where one that counts is 0. Below 0.5 it follows translation quality better than AER.
 *
 * @param alpha in [0, 1].
 * @throws RangeError if alpha is out of range.
 * @see Fraser & Marcu 2007, Measuring Word Alignment Quality for Statistical Machine Translation
 */
export function fAlpha(
  { precision, recall }: Pick<AlignmentScores, 'precision' | 'recall'>,
  alpha: number,
): number {
  if (!(alpha >= 0 && alpha <= 1))
    throw new RangeError(`fAlpha: alpha must be within [0, 1], got ${alpha}`);
  if (alpha === 0) return recall;
  if (alpha === 1) return precision;
  return precision > 0 && recall > 0 ? 1 / (alpha / precision + (1 - alpha) / recall) : 0;
}

function keys(links: readonly Link[]): Set<string> {
  return new Set(links.map(({ i, j }) => `${i}-${j}`));
}

function shared(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let count = 0;
  for (const key of some) if (others.has(key)) count++;
  return count;
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 1;
}
