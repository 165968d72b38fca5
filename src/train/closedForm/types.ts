import type { OtSettings } from '../../kernels';
import type { TokenSet } from '../tokens';

/** The students that are fitted rather than trained; docs/math.md, "Closed-form students", defines each. */
export const CLOSED_FORMS = [
  'identity',
  'mean-shift',
  'least-squares',
  'ridge',
  'procrustes',
  'ot-procrustes',
  'cca',
  'gaussian-ot',
] as const;
export type ClosedForm = (typeof CLOSED_FORMS)[number];

/** The bitext of one language as token vectors, standardised alike; no judgement can get in here. */
export interface MapProblem {
  /** For messages. */
  readonly language: string;
  readonly foreign: TokenSet;
  /** Foreign text k translates text `english[k]` of `englishTokens`. */
  readonly english: Uint32Array;
  readonly englishTokens: TokenSet;
}

/** `x -> M x + b` on token vectors, before the English head: `u = unit(W (M x + b))`. */
export interface AffineMap {
  /** `[d, d]`, row-major; null is the identity. */
  readonly matrix: Float64Array | null;
  /** `[d]`. */
  readonly shift: Float64Array;
  /** What was found on the way, for reports, e.g. the `lambda` that the held-out pairs chose. */
  readonly details: Readonly<Record<string, number>>;
}

export interface ClosedFormSettings {
  /**
   * What is a pair of `least-squares`, `ridge`, `procrustes` and `cca`: the mean vectors of two translations,
   * or each foreign token with the English tokens that a transport plan gives it.
   */
  readonly pairs: 'pooled' | 'matched';
  /** Means are taken off both sides first and matched by the shift; without it the shift is 0. */
  readonly centre: boolean;
  /** What `least-squares` and `ridge` shrink to: the mean of the English side, or the mean shift. */
  readonly towards: 'zero' | 'identity';
  /** Of `ridge`, in units of the mean variance of the foreign components; `held-out` chooses. */
  readonly lambda: number | 'held-out';
  /** gamma in [0, 1] of `cca` and `gaussian-ot`: covariances become `(1 - gamma) C + gamma tr(C) / d I`. */
  readonly shrinkage: number;
  /** Share in (0, 1] of the canonical components that `cca` keeps, the most correlated ones. */
  readonly keep: number;
  /** Times that `ot-procrustes` makes plans anew. */
  readonly rounds: number;
  /** Of the plans between the tokens of two translations. */
  readonly ot: OtSettings;
}

export const CLOSED_FORM_DEFAULTS: ClosedFormSettings = {
  pairs: 'pooled',
  centre: true,
  towards: 'zero',
  lambda: 'held-out',
  shrinkage: 0.05,
  keep: 0.5,
  rounds: 3,
  ot: { eps: 0.02, iterations: 50 },
};
