import type { OtSettings } from '../../kernels';
import type { NnArray, NnOps } from '../../nn';
import type { TokenSet } from '../tokens';

/** The losses by id; `docs/math.md` defines each. */
export const LOSS_NAMES = [
  'ot',
  'ot-implicit',
  'ot-unrolled',
  'ot-divergence',
  'greedy',
  'symmetric-greedy',
  'hard',
  'position',
  'mse',
  'infonce',
  'infonce-maxsim',
  'margin-mse',
  'kl',
] as const;
export type LossName = (typeof LOSS_NAMES)[number];

/** One term of a weighted sum, e.g. of `ot+0.5*mse`. */
export interface LossTerm {
  readonly name: LossName;
  /** Positive. */
  readonly weight: number;
}

export interface LossSettings {
  /** Of every transport term. */
  readonly ot: OtSettings;
  /** tau of the contrastive losses and of `kl`. */
  readonly temperature: number;
  /** `mse` also pulls the student's English mean to the teacher's (Reimers & Gurevych 2020). */
  readonly sourceTerm: boolean;
}

/**
 * A batch of B translation pairs. Rows of `student` and `teacher` are unit token vectors `[rows, d]`,
 * packed text by text, every text with at least one.
 */
export interface LossBatch {
  readonly student: NnArray;
  readonly teacher: NnArray;
  /** Tokens of each student text, `[B]`. */
  readonly studentCounts: Uint32Array;
  readonly teacherCounts: Uint32Array;
  /** Plans computed beforehand (`--plan-layer`), row-major `[teacher tokens, student tokens]`, pair after pair. */
  readonly plans?: Float32Array;
  /** English documents of the score distillation, unit vectors. */
  readonly documents?: { readonly vectors: NnArray; readonly offsets: Uint32Array };
}

export interface LossResult {
  /** `[B]`, the weighted sum of the terms; its mean is what is minimised. */
  readonly loss: NnArray;
  /** Of the mean over pairs with respect to `student`, `[rows, d]`. */
  readonly gradient: NnArray;
  /**
   * Of a transport term, when asked: L1 errors of the row and column sums of the plans, `[2 B]`, all rows first. The
   * largest says whether the iterations were enough.
   */
  readonly marginals?: () => NnArray;
}

/** Throws RangeError where a term wants what the batch lacks (`margin-mse` and `kl`: documents). */
export type EvaluateLoss = (
  ops: NnOps,
  terms: readonly LossTerm[],
  batch: LossBatch,
  settings: LossSettings,
) => Promise<LossResult> | LossResult;

export type { TokenSet };
