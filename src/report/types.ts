import type { DataSourceRecord, Language } from '../data';
import type { LanguageGroups, Method, StudyConfig, TaskId } from './configTypes';
import type { EncoderReport } from './encoderReport';

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
  /** Interval of `delta` where all queries of a topic are drawn together; null where that makes no difference. */
  readonly deltaTopicCi?: readonly [number, number] | null;
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

/** A test of a difference in average precision, paired by query; mean over the seeds. null: not defined for these queries. */
export interface TestRow {
  readonly task: TaskId;
  readonly method: Method;
  readonly baseline: Method;
  /** null: the difference of the gaps, high minus low, query by query. */
  readonly language: Language | null;
  readonly queries: number;
  readonly delta: number | null;
  /** Mean difference in standard deviations of the differences, d_z. */
  readonly effectSize: number | null;
  /** Paired, two-sided. */
  readonly t: number | null;
  readonly pT: number | null;
  /** Sign-flip randomisation, two-sided. */
  readonly p: number | null;
  /** Whether all sign patterns were counted. */
  readonly exact: boolean;
  /** The same with the signs of all queries of a topic flipped together. */
  readonly pTopic: number | null;
  /** `p` corrected over all rows of the task against this baseline: Holm for claims, Benjamini-Hochberg for exploring. */
  readonly holm: number | null;
  readonly bh: number | null;
  /** The smallest difference that these queries would show with power .8 at level .05. */
  readonly detectable: number | null;
}

/** How unequal the MAPs of a method are over the languages beside English; intervals as of MAP. */
export interface DispersionRow {
  readonly task: TaskId;
  readonly method: Method;
  /** `range`, `sd`, `cv`, `gini`, `worstToBest`, `worst`, `transferGap`, or `retained LANGUAGE`. */
  readonly measure: string;
  readonly value: number;
  readonly ci: readonly [number, number] | null;
  /** Minus that of zero-shot transfer. */
  readonly delta: number | null;
  readonly deltaCi: readonly [number, number] | null;
}

/** The gap and its change in log odds: near 1 a gap shrinks on the scale of MAP for want of room. */
export interface LogitRow {
  readonly task: TaskId;
  readonly method: Method;
  readonly gap: number | null;
  readonly delta: number | null;
  readonly deltaCi: readonly [number, number] | null;
  /** On which scale the change is resolved, and whether both say the same. */
  readonly verdict: 'both' | 'neither' | 'only raw' | 'only logit' | 'opposite' | null;
}

/** Language bias of rankings in the pool of T4, by the language of the query; means over queries and seeds. */
export interface PoolRow {
  readonly method: Method;
  /** null: over all languages. */
  readonly language: Language | null;
  /** PEER@100, 0..1; 1: all languages have equal expected rank. High for few relevant documents. */
  readonly peer: number | null;
  /** Relevant documents behind each PEER. */
  readonly peerDocuments: number | null;
  /** The worst rank of a relevant document, on average. */
  readonly maxAtR: number | null;
  /** Share of each language in the first 10 documents. */
  readonly share: Readonly<Record<Language, number | null>>;
  /** Mean Spearman correlation between the rankings of parallel queries; over all languages alone. */
  readonly correlation: number | null;
}

/** One point of a training curve. */
export interface CurvePoint {
  readonly stage: 'ranker' | Method;
  readonly seed: number;
  /** null for the ranker and for a joint student. */
  readonly language: Language | null;
  readonly step: number;
  readonly loss: number;
  /** Mean T2 MAP (of a collection T1 MAP, over bitext) of the held-out dev ids over the languages trained; null between evaluations. */
  readonly devMap: number | null;
  /** The same by language, that of English too where it is known; at evaluations. */
  readonly byLanguage?: Readonly<Record<Language, number | null>>;
  /** With step 1: that of the untrained student. */
  readonly atStart?: Readonly<Record<Language, number | null>>;
  /** Largest L1 error of both marginals over the plans of the step's batch, where the loss transports. */
  readonly marginalError?: number;
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

/** How well plans between parallel utterances keep slots together; null where no pair has slots of one name. */
export interface SlotRow {
  readonly method: Method;
  readonly language: Language;
  /** Share of the mass of English tokens in slots that goes to a slot of the same name. */
  readonly share: number | null;
  /** The share of a plan that knows only how many tokens there are. */
  readonly chance: number | null;
  /** `(share - chance) / (1 - chance)`. */
  readonly corrected: number | null;
  /** Pairs behind it, over all seeds. */
  readonly pairs: number;
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
  /** T2 MAP, of a collection T1 MAP, of the held-out ids at that step. */
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
  /** Absent from reports of older versions, which knew the embedded encoder alone. */
  readonly encoder?: EncoderReport;
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
  readonly tests: readonly TestRow[];
  readonly dispersion: readonly DispersionRow[];
  readonly logit: readonly LogitRow[];
  /** Empty without T4. */
  readonly pool: readonly PoolRow[];
  readonly curves: readonly CurvePoint[];
  readonly collapse: readonly CollapseRow[];
  /** Empty where the corpus has no slots, or the encoder does not tell its tokens' characters. */
  readonly slots: readonly SlotRow[];
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
