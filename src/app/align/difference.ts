import type { AlignResult } from '../../worker';
import type { AlignProblem, Sentence } from '../alignProblem';
import type { Norm } from '../look/look';
import { type Pooled, rowShares, totalShares } from './pooled';

/** A solved pair with the settings that it was solved with. */
export interface Solved {
  readonly problem: AlignProblem;
  readonly result: AlignResult;
  /** Whose vectors these are, e.g. `ot.de.1 at step 20`, or `encoder`. */
  readonly vectors: string;
  /** The settings, for people, e.g. `ε 0.05`. */
  readonly settings: string;
}

/** A plan less another one, on the same scale. */
export interface PlanDifference {
  /** [rows, columns], A - B of the shares. */
  readonly values: Float64Array;
  /** Half the L1 distance of both plans as distributions, in [0, 1]. */
  readonly totalVariation: number;
}

/** A - B, of row shares or of shares of the whole. */
export function planDifference(a: Pooled, b: Pooled, norm: Norm): PlanDifference {
  const shares = ({ plan, rows, columns }: Pooled) =>
    norm === 'row' ? rowShares(plan, rows, columns) : totalShares(plan);
  const [left, right] = [shares(a), shares(b)];
  const [whole, other] = [totalShares(a.plan), totalShares(b.plan)];
  const apart = whole.reduce((sum, value, k) => sum + Math.abs(value - other[k]!), 0);
  return {
    values: left.map((value, k) => value - right[k]!),
    totalVariation: Math.min(1, apart / 2),
  };
}

/** Why two plans cannot be told cell by cell; null where they can. Both sides as they are shown. */
export function differenceRefusal(
  a: readonly [Sentence, Sentence],
  b: readonly [Sentence, Sentence],
): string | null {
  for (const side of [0, 1] as const) {
    const [one, other] = [a[side], b[side]];
    if (one.text !== other.text) return 'A is of another pair of sentences. Keep this pair as A.';
    const same =
      one.tokens.length === other.tokens.length &&
      one.tokens.every(({ text }, k) => text === other.tokens[k]!.text);
    if (!same)
      return `A and B cut “${one.text}” into different tokens (${one.tokens.length} and ${other.tokens.length}). Compare by words.`;
  }
  return null;
}
