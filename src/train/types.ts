import type { Rng } from '../lib';
import type { NnOps, WeightStorage } from '../nn';
import type { LossSettings, LossTerm } from './losses/types';
import type {
  StudentModel,
  StudentSnapshot,
  StudentSpec,
  StudentTexts,
  Teacher,
} from './students/types';
import type { TokenSet } from './tokens';
import type { TrainingState } from './trainer/state';

/** Translations of one language: foreign text k translates English text `english[k]`. */
export interface BitextTexts {
  readonly language: string;
  readonly texts: StudentTexts;
  readonly english: Uint32Array;
  /** Plans computed once from states of `--plan-layer`, one `[English tokens, foreign tokens]` a pair. */
  readonly plans?: readonly Float32Array[];
}

/**
 * What a student is trained on: translation pairs and the frozen teacher. There is no room in this type
 * for intents, queries or judgements; distillation cannot see them.
 */
export interface DistilProblem {
  readonly teacher: Teacher;
  /** The teacher's unit token vectors of the English texts, `[tokens, outputs]`. */
  readonly english: TokenSet;
  /** The same English texts as the student reads them, for losses with a source term. */
  readonly englishTexts?: StudentTexts;
  /** English texts that stand in as documents of the score distillation (indices into `english`). */
  readonly documents?: Uint32Array;
  /** One: a student of its own. Several: a joint student. */
  readonly languages: readonly BitextTexts[];
}

export interface Regularisers {
  /** `pull / 2 * |w - start|^2` on every weight. */
  readonly pull: number;
  /** `orthogonality * |M^T M - I|^2 / d` on maps with orthonormal rows or columns at the start; there must be one. */
  readonly orthogonality: number;
  /** `centring * |mean student vector - mean teacher vector|^2` over the batch. */
  readonly centring: number;
  /** `columnEntropy * (1 - normalised entropy of the mass on teacher tokens)` under a soft argmax. */
  readonly columnEntropy: number;
}

export interface TrainSettings {
  readonly steps: number;
  /** Pairs of one language in a batch. */
  readonly batch: number;
  /** At most so many student tokens in a batch, 0: no limit. A batch is cut, never a text. */
  readonly batchTokens: number;
  /** Batches whose gradients are averaged for a step; each weighs the same, however many pairs it has. */
  readonly accumulate: number;
  readonly learningRate: number;
  readonly warmup: number;
  readonly schedule: 'cosine' | 'linear' | 'constant';
  /** 0 is Adam, above it AdamW. */
  readonly weightDecay: number;
  /** Largest norm of the gradient of all parameters; 0 turns clipping off. */
  readonly clip: number;
  readonly regularisers: Regularisers;
  /** Rate inside the encoder layers that are run; default 0. */
  readonly dropout?: number;
  /** Computes encoder layers again in the backward pass instead of keeping what is inside them. */
  readonly checkpointing?: boolean;
  /** Of the encoder layers beneath low-rank updates, see `StudentOptions`; default f32. */
  readonly storage?: WeightStorage;
  readonly loss: LossSettings;
  /** eps of the transport terms at step 1; it falls geometrically to `loss.ot.eps` over `epsSteps`. */
  readonly epsStart?: number;
  readonly epsSteps?: number;
  /**
   * Which language a joint student's next batch is of: in turn, each alike, by its pairs, or by how far its
   * dev MAP is below that of English (below 1 where `byLanguage` has no `en`).
   */
  readonly sampling: 'turns' | 'uniform' | 'size' | 'need';
  /** The loss is read, and a lost run noticed, every so many steps; the queue is submitted as often. */
  readonly readEvery: number;
  readonly evaluateEvery: number;
  readonly patience: number;
}

export interface CurveRow {
  readonly step: number;
  readonly loss: number;
  /** null between evaluations. */
  readonly devMap: number | null;
  /** Dev MAP by language where it was evaluated, that of English too where it is known. */
  readonly byLanguage?: Readonly<Record<string, number>>;
  /** With step 1: dev MAP by language of the untrained student. */
  readonly atStart?: Readonly<Record<string, number>>;
  /** Largest L1 error of both marginals over the batch's plans, of losses that transport (`ot`). */
  readonly marginalError?: number;
}

/** Lets a run go on, stop for a while, or take one step at a time. */
export interface Pace {
  /** Whether the next step has to wait. */
  readonly waits: boolean;
  /** Resolves when a step may be taken, or the signal is aborted. */
  turn(signal: AbortSignal): Promise<void>;
}

/** What a paused run tells. */
export interface PausedStep {
  /** Steps done. */
  readonly step: number;
  /** Of the last step, null where it was not read. */
  readonly loss: number | null;
}

export interface TrainHooks {
  /**
   * Dev MAP of the student as it is, overall and by language; the best is kept. `ops` is the backend that
   * the student lies on now: another one than at the start where a lost device was replaced.
   */
  readonly evaluate: (student: StudentModel, ops: NnOps) => Promise<DevEvaluation>;
  readonly onPoint: (point: CurveRow) => void;
  /** Asked before every step; a run that has to wait writes a checkpoint first. */
  readonly pace?: Pace;
  /** The run waits now, or has taken the one step it was let. */
  readonly onPaused?: (at: PausedStep) => void;
  /** After an evaluation, with what reads the weights that were evaluated; awaited. */
  readonly onEvaluation?: (
    point: CurveRow,
    weights: () => Promise<StudentSnapshot>,
  ) => Promise<void>;
  /** Aborted: the run writes a checkpoint, then throws the signal's reason. */
  readonly signal: AbortSignal;
  /** Stores the state, after each evaluation and before an abort; awaited. */
  readonly checkpoint?: (state: TrainingState) => Promise<void>;
  /** Goes on from here instead of from the start. */
  readonly resume?: TrainingState;
  /** Opens a backend in place of one whose device was lost; without it the loss of the device is thrown. */
  readonly reopen?: () => Promise<NnOps>;
  /** Milliseconds, for `millisecondsPerStep`; default `performance.now`. */
  readonly now?: () => number;
}

export interface DevEvaluation {
  /** NaN where nothing is judged; then the latest weights are kept. */
  readonly devMap: number;
  /** Of the languages that are trained; `en` too where it is known, for sampling by need. */
  readonly byLanguage: Readonly<Record<string, number>>;
}

/** Why a run stopped. */
export interface RunEnd {
  readonly kind: 'steps' | 'patience' | 'diverged';
  /** One sentence for reports. */
  readonly reason: string;
}

export interface TrainedStudent {
  readonly snapshot: StudentSnapshot;
  /** Step whose weights these are; 0 means that no step was better than the start. */
  readonly step: number;
  readonly devMap: number;
  /** A run that diverged ends, too, and gives the last good weights; `reason` is to be shown. */
  readonly ended: RunEnd;
  readonly curve: readonly CurveRow[];
  /** Steps that were run, and their mean time, for reports. */
  readonly steps: number;
  readonly millisecondsPerStep: number;
}

export type TrainStudent = (
  ops: NnOps,
  problem: DistilProblem,
  spec: StudentSpec,
  terms: readonly LossTerm[],
  settings: TrainSettings,
  rng: Rng,
  hooks: TrainHooks,
) => Promise<TrainedStudent>;

/** Unit token vectors of `texts` under `student`, on the host; works in pieces of bounded memory. */
export type ProjectTexts = (
  ops: NnOps,
  student: StudentModel,
  texts: StudentTexts,
) => Promise<TokenSet>;
