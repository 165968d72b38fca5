import { type AlignmentScores, type JudgedAlignment, scoresOf } from './alignmentScores';
import type { PharaohLink } from './pharaoh';

/** A sentence pair whose links have scores. */
export interface ScoredAlignment extends JudgedAlignment {
  readonly links: readonly PharaohLink[];
}

/** The measures of the links that score at least `tau`. */
export interface CurvePoint extends AlignmentScores {
  readonly tau: number;
}

/** Points of a curve that nobody chose. */
const MOST_POINTS = 101;

/**
 * Precision, recall, F1 and AER of the links with `score >= tau`, for each threshold: the precision-recall curve.
 * Of a link that is given twice the larger score counts. A threshold that is to be used must be chosen on other
 * sentences than those that are reported.
 *
 * @param taus finite, any order; default the scores that occur, or 101 of them evenly by rank where there are more.
 * @returns by rising tau, each once; none without links where no thresholds are given.
 * @throws RangeError if a link has no score, or a threshold is not finite.
 */
export function thresholdCurve(
  pairs: readonly ScoredAlignment[],
  taus?: readonly number[],
): CurvePoint[] {
  const judged = pairs.flatMap(judge).sort((one, other) => other.score - one.score);
  const sure = pairs.reduce((sum, pair) => sum + new Set(pair.sure.map(keyOf)).size, 0);
  const wanted = taus ?? someOf([...new Set(judged.map(({ score }) => score))]);
  const odd = wanted.find((tau) => !Number.isFinite(tau));
  if (odd !== undefined) throw new RangeError(`thresholdCurve: tau must be finite, got ${odd}`);
  const counts = { links: 0, sure, sureHits: 0, possibleHits: 0 };
  const falling = [...new Set(wanted)].sort((a, b) => b - a);
  const points = falling.map((tau) => {
    for (let link = judged[counts.links]; link && link.score >= tau; link = judged[counts.links]) {
      counts.links++;
      counts.sureHits += Number(link.sure);
      counts.possibleHits += Number(link.possible);
    }
    return { tau, ...scoresOf({ ...counts }) };
  });
  return points.reverse();
}

function judge({ links, sure, possible = [] }: ScoredAlignment, pair: number) {
  const certain = new Set(sure.map(keyOf));
  const allowed = new Set([...certain, ...possible.map(keyOf)]);
  const scores = new Map<string, number>();
  for (const link of links) {
    const { score } = link;
    const key = keyOf(link);
    if (score === undefined || Number.isNaN(score))
      throw new RangeError(`thresholdCurve: link ${key} of pair ${pair} has no score`);
    scores.set(key, Math.max(score, scores.get(key) ?? -Infinity));
  }
  return [...scores].map(([key, score]) => ({
    score,
    sure: certain.has(key),
    possible: allowed.has(key),
  }));
}

function keyOf({ i, j }: PharaohLink): string {
  return `${i}-${j}`;
}

function someOf(scores: readonly number[]): readonly number[] {
  if (scores.length <= MOST_POINTS) return scores;
  const step = (scores.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, at) => scores[Math.round(at * step)]!);
}
