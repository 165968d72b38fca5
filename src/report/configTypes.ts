import type { Language } from '../data';

/**
 * Ids of the methods that a form offers, as the command line, the config and the report spell them.
 * Others are weighted sums of losses, each with a student of its own where one is named: `ot+0.5*mse@top-2`.
 */
export const METHODS = [
  'encoder-zero-shot',
  'zero-shot',
  'mean-shift',
  'least-squares',
  'ridge',
  'procrustes',
  'ot-procrustes',
  'cca',
  'gaussian-ot',
  'mse',
  'greedy',
  'symmetric-greedy',
  'hard',
  'position',
  'infonce',
  'infonce-maxsim',
  'margin-mse',
  'kl',
  'ot',
  'ot-implicit',
  'ot-unrolled',
  'ot-divergence',
  'ot+mse',
  'pooled',
  'ot-distance',
  'bm25',
  'char-bm25',
  'lexicon',
  'lexicon-bm25',
  'translation',
  'translation-bm25',
  'oracle',
] as const;
/** One of `METHODS` or a sum of losses with or without `@student`; `runStudy` refuses others. */
export type Method = string;

/**
 * The ranking tasks: T1 finds the parallel text, T2 others of the same topic, T3 grades these by template, T4 finds the
 * translations in a pool of all languages, T5 others of the same domain. C is the only task of a ranking collection:
 * its own judgements.
 */
export const TASKS = ['T1', 'T2', 'T3', 'T4', 'T5', 'C'] as const;
export type TaskId = (typeof TASKS)[number];

/** How equal scores are ordered: trec_eval's rule, document order, or bounds and expectation over all orders. */
export const TIE_RULES = ['trec', 'insertion', 'best', 'worst', 'mean'] as const;
export type TieRule = (typeof TIE_RULES)[number];

/** Two groups of languages whose mean MAPs are compared. Groups are data, never hard-coded. */
export interface LanguageGroups {
  readonly name: string;
  readonly high: readonly Language[];
  readonly low: readonly Language[];
}

/** How the English ranker head is trained, on root intents of English utterances alone. */
export interface RankerConfig {
  /**
   * Supervised contrastive over MaxSim / query length, score distillation from the untrained encoder
   * plus relevance (margins or distributions); no head: the encoder's own vectors; or a projection that was
   * trained elsewhere and is loaded beside the corpus.
   */
  readonly loss: 'contrastive' | 'margin-mse' | 'kl' | 'none' | 'imported';
  readonly dimension: number;
  readonly steps: number;
  /** Utterances in a batch. */
  readonly batch: number;
  readonly learningRate: number;
  readonly temperature: number;
}

/** How students are trained on bitext. */
export interface DistilConfig {
  readonly steps: number;
  /** Pairs of one language in a batch. */
  readonly batch: number;
  /** Most student tokens in a batch; 0 is no limit. */
  readonly batchTokens: number;
  /** Batches whose gradients are added before a step. */
  readonly accumulate: number;
  readonly learningRate: number;
  /** Steps over which the learning rate rises from 0. */
  readonly warmup: number;
  readonly schedule: 'cosine' | 'linear' | 'constant';
  /** 0 is Adam, above it AdamW. */
  readonly weightDecay: number;
  /** Largest norm of the gradient; 0 turns clipping off. */
  readonly clip: number;
  /** Rate inside trained encoder layers. */
  readonly dropout: number;
  /** Computes layers again in the backward pass: slower, less memory. */
  readonly checkpointing: boolean;
  /** Strength of the pull of every weight towards its value at the start. */
  readonly pull: number;
  readonly orthogonality: number;
  readonly centring: number;
  readonly columnEntropy: number;
  /** Entropic regularisation, in the unit of the cosine cost (0..2). Must be positive. */
  readonly epsilon: number;
  /** Epsilon at the first step; it falls to `epsilon` over `epsilonSteps`. 0: constant. */
  readonly epsilonStart: number;
  readonly epsilonSteps: number;
  /** Sinkhorn iterations per step. */
  readonly iterations: number;
  /** Temperature of the contrastive losses and of `kl`. */
  readonly temperature: number;
  /** Whether `mse` also pulls the student's English means to the teacher's. */
  readonly sourceTerm: boolean;
  /** Steps between two evaluations on the held-out dev ids. */
  readonly evaluateEvery: number;
  /** Evaluations without a better dev MAP after which training stops. */
  readonly patience: number;
}

/** Number formats of an encoder's weights, as the hub's ONNX exports name them. */
export const ENCODER_DTYPES = [
  'fp32',
  'fp16',
  'q8',
  'int8',
  'uint8',
  'q4',
  'q4f16',
  'bnb4',
] as const;

/** Which encoder, what is put around texts, and which of their tokens are ranked. */
export interface EncoderConfig {
  /** `embedded`, `folder:NAME`, or the id of a model of the hub, `ORGANISATION/NAME`. */
  readonly source: string;
  /** Of the hub: a commit, tag or branch, as asked for; the report names the commit. Else ''. */
  readonly revision: string;
  /** Which weights of an encoder that has several; the embedded one has its own, q4. */
  readonly dtype: (typeof ENCODER_DTYPES)[number];
  /** Put before queries and before passages as they are. Bitext, the ranker's texts and translations count as queries. */
  readonly queryPrefix: string;
  readonly passagePrefix: string;
  /** Whether the vectors of a prefix's tokens are ranked. */
  readonly prefixTokens: 'drop' | 'keep';
  /** Whether the vectors of special tokens are ranked. */
  readonly specialTokens: 'drop' | 'keep';
  /** Words whose vectors are left out of passages: a ColBERT export's own list, else ASCII punctuation. */
  readonly skiplist: 'none' | 'punctuation';
  /** Fills queries up with mask tokens, as a ColBERT export was trained; their vectors are ranked. */
  readonly queryExpansion: boolean;
  /** Tokens of the longest text; 0: as many as the encoder takes. */
  readonly maxTokens: number;
  /** What the `pooled` baseline compares: means of all vectors that are ranked, or the first one, of `<s>` or `[CLS]`. */
  readonly pooling: 'mean' | 'cls';
  /** Whether token vectors are scaled to norm √d before heads and means. */
  readonly normalise: boolean;
}

/** Everything a run depends on besides its data; the report repeats it whole. */
export interface StudyConfig {
  readonly methods: readonly Method[];
  /** Languages to evaluate; empty means all that the corpus has. English is always there. */
  readonly languages: readonly Language[];
  readonly seeds: readonly number[];
  /** The split whose ids train ranker and students; a tenth of its ids is held out when it is `dev`. */
  readonly trainSplit: 'train' | 'dev';
  /** The split that is ranked; `dev` leaves the test rows unread, for choosing settings. */
  readonly evaluationSplit: 'test' | 'dev';
  readonly tasks: readonly TaskId[];
  /** Which order of equal scores average precision is computed from. */
  readonly ties: TieRule;
  /** At most so many evaluation ids; 0 means all. */
  readonly limit: number;
  /** At most so many of them, evenly spread, are queries; all are documents. 0 means all. */
  readonly queries: number;
  /** At most so many queries in T4, whose pool is as many times larger as there are languages. 0 means all. */
  readonly poolQueries: number;
  /** At most so many parallel utterances a language that slot agreement is measured on; 0: none. */
  readonly slotPairs: number;
  /** At most so many translation pairs a language; 0 means all. */
  readonly pairs: number;
  /** `auto` picks the preset that fits the languages. */
  readonly groups: 'auto' | LanguageGroups;
  readonly encoder: EncoderConfig;
  /** Encoder layer whose token states are ranked, from 1 to as many as it has. Default: the last. */
  readonly layer: number;
  /** The student of methods that name none, e.g. `mlp`, `top-2`. */
  readonly student: string;
  /** One student for all languages instead of one each. */
  readonly joint: boolean;
  /** Languages that are distilled for: all, or the low group's alone; the others keep zero-shot transfer. */
  readonly distilFor: 'all' | 'low';
  /** Which language a joint student's next batch is of. */
  readonly sampling: 'turns' | 'uniform' | 'size' | 'need';
  /** Bitext that must teach nothing: pairs shuffled, or English on both sides. */
  readonly placebo: 'none' | 'shuffled' | 'english';
  /** Where transport plans come from: the student as it is, or frozen states of a layer, once. */
  readonly planLayer: 'last' | number;
  /** Where models are trained; `auto` is WASM on a software adapter, WGSL on hardware. */
  readonly backend: 'auto' | 'wasm' | 'wgsl';
  /**
   * Weights of frozen encoder layers: `f16` rounds them to half precision and stores them so, for the WGSL backend
   * alone. What is trained is float32 always.
   */
  readonly storage: 'f32' | 'f16';
  readonly ranker: RankerConfig;
  /** What differs from the defaults of each kind of student (`distilSettings`). */
  readonly distil: Partial<DistilConfig>;
  readonly bootstrap: { readonly replicates: number; readonly seed: number };
}
