import type { AlignmentScores } from './alignmentScores';

/** Measures as SimAlign's script prints them: three digits each. */
export interface SimalignScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly aer: number;
}

/**
 * The figures of SimAlign's scripts/calc_align_score.py, for comparison with what is published with it. Precision and
 * recall are rounded to three digits and F1 is made of the rounded ones, over at least 0.01; nothing out of nothing
 * is 0, not 1. Its other habit, sentences that the links lack, is `judgeLinks`' `lenient`. Where there is neither a
 * link nor a sure link the script fails; AER is 0 here.
 *
 * @param counts of `alignmentScores`.
 */
export function simalignScores(counts: AlignmentScores['counts']): SimalignScores {
  const { links, sure, sureHits, possibleHits } = counts;
  const precision = threeDigits(possibleHits / Math.max(links, 1));
  const recall = threeDigits(sureHits / Math.max(sure, 1));
  const f1 = threeDigits((2 * precision * recall) / Math.max(precision + recall, 0.01));
  const all = links + sure;
  const aer = all > 0 ? threeDigits(1 - (sureHits + possibleHits) / all) : 0;
  return { precision, recall, f1, aer };
}

/** As Python rounds: ties, which only odd sixteenths are exactly, to the even digit. `toFixed` takes them up. */
function threeDigits(value: number): number {
  const isTie = Math.abs((value * 16) % 2) === 1;
  if (!isTie) return Number(value.toFixed(3));
  const below = Math.floor(value * 1000);
  return (below % 2 === 0 ? below : below + 1) / 1000;
}
