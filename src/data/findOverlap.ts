import { normaliseText } from '../lib';

/** How much of a bitext's English side is in the evaluation texts, compared by normalised text. */
export interface Overlap {
  /** Bitext sentences (with repetition) that an evaluation text equals. */
  readonly sentences: number;
  /** Distinct normalised texts on both sides, in the bitext's order. */
  readonly texts: readonly string[];
}

/** Finds what distillation would see of the evaluation: ids alone do not show it, so the texts are compared. */
export function findOverlap(
  bitextEnglish: readonly string[],
  evaluationTexts: readonly string[],
): Overlap {
  const evaluation = new Set(evaluationTexts.map(normaliseText));
  const shared = bitextEnglish.map(normaliseText).filter((text) => evaluation.has(text));
  return { sentences: shared.length, texts: [...new Set(shared)] };
}
