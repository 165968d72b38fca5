import type { DataSourceRecord, Language } from '../data';

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
  'oracle',
] as const;
/** One of `METHODS` or a sum of losses with or without `@student`; `runStudy` refuses others. */
export type Method = string;

/**
 * The ranking tasks: T1 finds the parallel text, T2 others of the same topic, T3 grades these by template, T4 finds the
 * translations in a pool of all languages, T5 others of the same domain.
 */
export const TASKS = ['T1', 'T2', 'T3', 'T4', 'T5'] as const;
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
  /** At most so many of them, the first, are queries; all are documents. 0 means all. */
  readonly queries: number;
  /** At most so many queries in T4, whose pool is as many times larger as there are languages. 0 means all. */
  readonly poolQueries: number;
  /** At most so many translation pairs a language; 0 means all. */
  readonly pairs: number;
  /** `auto` picks the preset that fits the languages. */
  readonly groups: 'auto' | LanguageGroups;
  /** Encoder layer whose token states are ranked, 1..12. */
  readonly layer: number;
  /** The student of methods that name none, e.g. `mlp`, `top-2`. */
  readonly student: string;
  /** One student for all languages instead of one each. */
  readonly joint: boolean;
  /** Which language a joint student's next batch is of. */
  readonly sampling: 'turns' | 'uniform' | 'size' | 'need';
  /** Bitext that must teach nothing: pairs shuffled, or English on both sides. */
  readonly placebo: 'none' | 'shuffled' | 'english';
  /** Where transport plans come from: the student as it is, or frozen states of a layer, once. */
  readonly planLayer: 'last' | number;
  /** Where models are trained; `auto` is WASM on a software adapter, WGSL on hardware. */
  readonly backend: 'auto' | 'wasm' | 'wgsl';
  readonly ranker: RankerConfig;
  /** What differs from the defaults of each kind of student (`distilSettings`). */
  readonly distil: Partial<DistilConfig>;
  readonly bootstrap: { readonly replicates: number; readonly seed: number };
}

/** One task as it was judged. */
export interface TaskRow {
  readonly task: TaskId;
  readonly title: string;
  /** What is relevant, in a sentence. */
  readonly relevance: string;
  readonly documents: number;
  readonly queries: number;
  /** Queries without a relevant document, which no mean contains. */
  readonly skipped: number;
  /** Mean number of relevant documents of the others. */
  readonly relevant: number;
}

/** Mean of a measure besides MAP over queries and seeds, e.g. `nDCG@10`. */
export interface MeasureRow {
  readonly task: TaskId;
  readonly method: Method;
  readonly language: Language;
  readonly measure: string;
  /** null where no query has a value. */
  readonly value: number | null;
}

/** MAP of one method in one language. `seed` is null for the mean over the seeds. */
export interface ResultRow {
  readonly task: TaskId;
  readonly method: Method;
  readonly language: Language;
  readonly seed: number | null;
  readonly map: number;
  /** 95 % percentile interval of the paired bootstrap over ids; null where there are too few queries. */
  readonly ci: readonly [number, number] | null;
  readonly queries: number;
  /** Ties in score that touch a relevant document. */
  readonly ties: number;
}

export type GapLabel = 'levelling up' | 'levelling down' | 'mixed' | 'none';

/** The gap of one method: mean MAP of the high group minus that of the low group. */
export interface GapRow {
  readonly task: TaskId;
  readonly method: Method;
  readonly seed: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly gap: number | null;
  readonly ci: readonly [number, number] | null;
  /** Gap minus the gap of the baseline (zero-shot transfer); negative is narrower. */
  readonly delta: number | null;
  readonly deltaCi: readonly [number, number] | null;
  readonly label: GapLabel;
}

/** MAP of a method minus that of the baseline in one language, paired by id; mean over the seeds. */
export interface DifferenceRow {
  readonly task: TaskId;
  readonly method: Method;
  readonly baseline: Method;
  readonly language: Language;
  readonly delta: number;
  readonly ci: readonly [number, number] | null;
}

/** One point of a training curve. */
export interface CurvePoint {
  readonly stage: 'ranker' | Method;
  readonly seed: number;
  /** null for the ranker and for a joint student. */
  readonly language: Language | null;
  readonly step: number;
  readonly loss: number;
  /** Mean T2 MAP of the held-out dev ids over the languages trained; null between evaluations. */
  readonly devMap: number | null;
}

/** Evidence for or against a collapse of the student's token vectors. */
export interface CollapseRow {
  readonly method: Method;
  readonly seed: number;
  /** null for a joint student. */
  readonly language: Language | null;
  /** Mean cosine between different token vectors, -1..1; 1 means that all are the same. */
  readonly meanCosine: number;
  /** Entropy of the mass that one-sided argmax puts on teacher tokens, 0..1; low means hubs. */
  readonly columnEntropy: number;
  readonly alarm: boolean;
  readonly reasons: readonly string[];
}

/** How the training of one student went. */
export interface TrainingRow {
  readonly method: Method;
  readonly seed: number;
  /** null for a joint student. */
  readonly language: Language | null;
  readonly student: string;
  /** Steps that were run, and how many there might have been. */
  readonly steps: number;
  readonly of: number;
  /** Step with the best held-out MAP, whose weights were kept; 0 is the start. */
  readonly chosen: number;
  /** T2 MAP of the held-out ids at that step. */
  readonly devMap: number;
}

/** Bytes that students need while they are trained, by plan. */
export interface MemoryReport {
  /** What there is, and how that is known. */
  readonly limit: string;
  /** One entry a kind of student and batch. */
  readonly students: readonly {
    readonly student: string;
    readonly batch: number;
    /** Mean over the longest texts that make a batch. */
    readonly tokensPerText: number;
    readonly checkpointing: boolean;
    readonly bytes: number;
    readonly largestBuffer: number;
  }[];
}

export interface StudyReport {
  readonly schema: 'study/1';
  readonly config: StudyConfig;
  readonly env: {
    readonly adapter: string;
    readonly software: boolean;
    /** Where MaxSim scores were computed: on the device, or on the CPU where the adapter is one. */
    readonly scoring: 'WGSL' | 'WASM';
    /** Where ranker and students were trained, and why there. */
    readonly backend: string;
    readonly browser: string;
    readonly versions: Readonly<Record<string, string>>;
    readonly commit: string;
  };
  readonly data: readonly DataSourceRecord[];
  readonly synthetic: boolean;
  readonly corpus: string;
  /** Sizes of what was trained and evaluated. */
  readonly sizes: {
    readonly trainIds: number;
    readonly devIds: number;
    readonly evaluationIds: number;
    readonly bitextPairs: Readonly<Record<Language, number>>;
  };
  /** What T2 goes by: the root intent, or the document of line-aligned text. */
  readonly topic: 'intent' | 'document';
  readonly tasks: readonly TaskRow[];
  readonly groups: LanguageGroups;
  readonly results: readonly ResultRow[];
  readonly measures: readonly MeasureRow[];
  readonly gaps: readonly GapRow[];
  readonly differences: readonly DifferenceRow[];
  readonly curves: readonly CurvePoint[];
  readonly collapse: readonly CollapseRow[];
  readonly training: readonly TrainingRow[];
  /** Absent from reports of older versions, and where nothing is trained or no limit is known. */
  readonly memory?: MemoryReport;
  /** Languages that no student was trained for, each with the reason. */
  readonly notTrained: readonly { readonly language: Language; readonly reason: string }[];
  /** What a reader must know: leaks found, alarms, groups of one language, methods below zero-shot. */
  readonly notes: readonly string[];
  /** A generated answer to the question by task. */
  readonly answers: Readonly<Partial<Record<TaskId, string>>>;
  /** Seconds per stage, and per step of each method (`step ot`); the only part that differs between two equal runs. */
  readonly timings: Readonly<Record<string, number>>;
}

/** What a running study tells. */
export type StudyEvent =
  | {
      readonly type: 'progress';
      readonly stage: 'encoder' | 'encode' | 'ranker' | 'distil' | 'rank' | 'statistics';
      /** What is being done, e.g. `ot, seed 1`. */
      readonly label: string;
      readonly done: number;
      readonly total: number;
      /** Share of the whole run, 0..1. */
      readonly overall: number;
      /** Estimated seconds to the end; null while unknown. */
      readonly eta: number | null;
    }
  | { readonly type: 'curve'; readonly point: CurvePoint }
  | { readonly type: 'note'; readonly message: string };
