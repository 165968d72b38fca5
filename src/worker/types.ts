import type { BitextAbout, BitextOptions, SplitParallel } from '../data';
import type { EncoderDescription, EncoderSource } from '../encoders';
import type { AdapterSummary } from '../gpu';
import type { Domain, Marginals, OtGradient } from '../ot';
import type { EncoderConfig, EncoderReport, StudyEvent, StudyReport } from '../report';
import type { StudyEstimate } from '../study';
import type { GoldOutcome, LinksJob } from './alignGold';
import type { AlignJob, AlignMtopJob, AlignMtopOutcome, AlignOutcome } from './alignTypes';
import type { BenchEncodeJob, BenchEncodeOutcome } from './benchEncode';
import type { BenchOtJob, BenchOtOutcome } from './benchOt';
import type { BenchTrainJob, BenchTrainOutcome } from './benchTrain';
import type { DataApi } from './dataTypes';
import type { EncodeJob, EncodeOutcome } from './encodeFile';
import type { GoldFileJob, GoldSentence, JudgePairJob, PairJudgement } from './goldPair';
import type { StudentSource } from './importStudents';
import type { MeasureJob, MeasureOutcome, WrongMeasure } from './measureTypes';
import type { QueriesApi } from './queries/types';
import type { EncodedPair, StudentVectors } from './studentVectors';
import type { StudyFiles } from './studyFiles';
import type { PairPage, PairQuery, UtterancePairRow } from './utterancePairs';

/** Whether there is a device; without one, alignments are solved in float64 on the CPU and studies cannot run. */
export type EngineStatus =
  | { readonly state: 'ready'; readonly adapter: AdapterSummary; readonly liveBytes: number }
  | {
      readonly state: 'no-webgpu' | 'no-adapter' | 'no-device' | 'lost';
      /** Names the reason and what the user can do. */
      readonly message: string;
    };

/** A file's name as shown to the user and its bytes. */
export interface EngineFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A file to load: its bytes, a file of the user's disk that is read in pieces, or an address to fetch it from. */
export type InputFile =
  | EngineFile
  | { readonly path: string; readonly blob: Blob }
  | { readonly path: string; readonly url: string };

/** Bytes of all files of a loading, read first and then hashed. */
export interface LoadProgress {
  readonly stage: 'read' | 'hash';
  readonly done: number;
  readonly total: number;
}

/** What was read; `problems` lists rows left out and why. */
export interface DataSummary {
  readonly corpus: string;
  readonly synthetic: boolean;
  readonly languages: readonly string[];
  /** Rows per split and language, e.g. `rows.test.de`. */
  readonly rows: Readonly<Record<'train' | 'dev' | 'test', Readonly<Record<string, number>>>>;
  readonly intents: number;
  readonly domains: number;
  /** Pairs per language from bitext files; empty where the corpus's own parallel ids serve. */
  readonly bitext: Readonly<Record<string, number>>;
  /** What filters left out of each bitext, or would have; absent where the data came from the browser's storage. */
  readonly bitextAbout?: readonly BitextAbout[];
  /** How many ids of English each language has or lacks, by split; absent for collections. */
  readonly parallel?: readonly SplitParallel[];
  /** Rows left out; absent where not every reader counts them. */
  readonly leftOut?: number;
  readonly problems: readonly { file: string; line: number; field: string; message: string }[];
  readonly files: readonly { path: string; sha256: string; rows: number }[];
}

/** One alignment problem over unit token vectors. */
export interface AlignRequest {
  /** `[n, d]` teacher (English) tokens, row-major. */
  readonly x: Float32Array;
  /** `[m, d]` student tokens, row-major. */
  readonly y: Float32Array;
  readonly n: number;
  readonly m: number;
  readonly d: number;
  /** Positive; the unit is that of the cosine cost, 0..2. */
  readonly epsilon: number;
  readonly iterations: number;
  /** Default balanced. */
  readonly marginals?: Marginals;
  /** Weight of the position prior, see `OtSettings.distortion`. Default 0. */
  readonly distortion?: number;
  /** Which gradient by the student's tokens is wanted, if any. */
  readonly gradient?: OtGradient;
}

export interface AlignResult {
  /** `[n, m]`, sums to `mass`. */
  readonly plan: Float32Array;
  /** `[n, m]`, 1 - cosine, with the position prior. */
  readonly cost: Float32Array;
  /** Total mass of the plan; 1 but for unbalanced and partial transport. */
  readonly mass: number;
  /** `[m, d]`, by the student's tokens; null where none was asked for. */
  readonly gradient: Float32Array | null;
  /** The transport cost <P, C>. */
  readonly loss: number;
  readonly entropy: number;
  /** The least transport cost there is, without entropy, and how far `loss` is above it; null for long texts and where marginals are not balanced. */
  readonly exact: {
    readonly cost: number;
    /** As a share of `cost`; null where that is 0. */
    readonly bias: number | null;
  } | null;
  /** L1 error of both marginals. */
  readonly marginalError: number;
  /** Primal minus dual objective, in the unit of cost. */
  readonly gap: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly domain: Domain;
  readonly milliseconds: number;
  readonly engine: 'wgsl' | 'wasm';
  /** Why this engine, for people. */
  readonly why: string;
}

/** Token vectors of one text, unit length; `pieces` are the subwords. */
export interface EncodedText {
  readonly pieces: readonly string[];
  /** `[pieces, d]`. */
  readonly vectors: Float32Array;
  readonly dimension: number;
}

/** What may go with a corpus or a collection; read whole. */
export interface LoadedBeside {
  /** A safetensors file with the English projection, for `ranker.loss: imported`. */
  readonly ranker?: EngineFile | undefined;
  /** Files with English translations of queries, for methods `translation`. */
  readonly translations?: readonly EngineFile[];
  /** Filters of bitext, and where a table's pairs are. */
  readonly pairs?: Pick<BitextOptions, 'filters' | 'fields' | 'most' | 'seed'> | undefined;
}

/** What the files of a collection do not say. */
export interface CollectionLoad {
  /** Which judgements to read where there are several; default `test`. */
  readonly split?: string | undefined;
  /** Languages of files whose name does not tell; default `en`. */
  readonly queryLanguage?: string | undefined;
  readonly documentLanguage?: string | undefined;
  /** How many documents to read that nobody judges, at random; default all, or 200,000 of more. */
  readonly others?: number | undefined;
  /** How many rows of triples to read, at random; default all, or 500,000 of more. */
  readonly triples?: number | undefined;
  /** A TREC run: the documents that it has for a query are all that is ranked for it. */
  readonly run?: InputFile | undefined;
}

/** The engine as the page sees it, over comlink. Every method may reject with an `Error` whose message is meant for people. */
export interface EngineApi extends DataApi, QueriesApi {
  /** Opens the device at the first call; later calls report its present state. */
  status(): Promise<EngineStatus>;
  /**
   * Reads a corpus and bitext; on an error, or after `cancelLoad`, nothing that was loaded before is lost.
   * Rejects with an error named `AbortError` after `cancelLoad`.
   */
  load(
    corpus: readonly InputFile[],
    bitext: readonly InputFile[],
    about?: {
      readonly name?: string;
      readonly synthetic?: boolean;
      /** Of line-aligned text: share of the documents for train and dev; 0: all are test. */
      readonly trainShare?: number;
      /** Whether equal ids of MTEB's files mean translations of each other. */
      readonly trustIds?: boolean;
      /** A collection whose English queries and judgements the English ranker learns from. */
      readonly relevance?: readonly InputFile[];
    } & LoadedBeside,
    onProgress?: (progress: LoadProgress) => void,
  ): Promise<DataSummary>;
  /** As `load`, a ranking collection in place of a corpus: its documents, queries and judgements. */
  loadCollection(
    files: readonly InputFile[],
    bitext: readonly InputFile[],
    about?: CollectionLoad & LoadedBeside,
    onProgress?: (progress: LoadProgress) => void,
  ): Promise<DataSummary>;
  /** Stops the loading that is under way; false if none is. */
  cancelLoad(): Promise<boolean>;
  align(request: AlignRequest): Promise<AlignResult>;
  /** Token vectors of the embedded encoder; loads it at the first call. */
  encode(texts: readonly string[], layer: number): Promise<readonly EncodedText[]>;
  /** A pair's vectors under the heads of an exported student and of its teacher; at its start it is its teacher. */
  studentVectors(
    source: StudentSource,
    pair: EncodedPair,
    at?: 'start' | 'end',
  ): Promise<StudentVectors>;
  /** Gold links of a file, one entry a sentence pair. */
  readGold(job: GoldFileJob): Promise<readonly GoldSentence[]>;
  /** Judges the links of one plan. */
  judgePair(job: JudgePairJob): Promise<PairJudgement>;
  /** Parallel utterances of the corpus that is loaded; none before one is. */
  utterancePairs(query: PairQuery, start: number, count: number): Promise<PairPage>;
  /** One of them by its id; undefined where it is not there. */
  utterancePair(id: string, language: string): Promise<UtterancePairRow | undefined>;
  /** Aligns a file of sentence pairs or token vectors; needs no device. */
  alignFile(
    job: AlignJob,
    onProgress: (stage: 'load' | 'align' | 'encode', done: number, total: number) => void,
  ): Promise<AlignOutcome>;
  /** Encodes a file of texts or sentence pairs and writes their token vectors; needs no device. */
  encodeFile(
    job: EncodeJob,
    onProgress: (stage: 'load' | 'align' | 'encode', done: number, total: number) => void,
  ): Promise<EncodeOutcome>;
  /** Judges links by gold links; aligns nothing. */
  judgeLinks(job: LinksJob): Promise<GoldOutcome>;
  /** Slot agreement of MTOP's translations; needs no device. */
  alignMtop(
    job: AlignMtopJob,
    onProgress: (stage: 'load' | 'align' | 'encode', done: number, total: number) => void,
  ): Promise<AlignMtopOutcome>;
  /** Measures TREC runs against judgements; needs no device. */
  measureFiles(job: MeasureJob): Promise<MeasureOutcome | WrongMeasure>;
  /** Solves transport problems with known answers on each engine. */
  benchOt(
    job: BenchOtJob,
    onProgress: (done: number, total: number) => void,
  ): Promise<BenchOtOutcome>;
  /** Times training steps on synthetic texts. */
  benchTrain(
    job: BenchTrainJob,
    onProgress: (done: number, total: number) => void,
  ): Promise<BenchTrainOutcome>;
  /**
   * Runs a study on what `load` read last; `config` is checked by `parseStudyConfig`. The same study, stopped
   * before, goes on where it was, unless `fresh` forgets all that is kept of unfinished studies. `onFile` gets the
   * files that `files` asks for when they are ready, as `students/NAME`, `checkpoints/NAME`, `plans/NAME`, `trec/NAME` and
   * `tables/NAME`; one at a time, awaited.
   * Rejects with an error named `AbortError` after `cancel`.
   */
  runStudy(
    config: unknown,
    env: { browser: string; commit: string; versions: Record<string, string> },
    onEvent: (event: StudyEvent) => void,
    options?: {
      readonly fresh?: boolean;
      readonly files?: StudyFiles;
    },
    onFile?: (name: string, content: Blob) => Promise<void>,
  ): Promise<StudyReport>;
  /**
   * Reads exported students and gives the ids of their methods, `imported:NAME`; the next study may name them.
   * On an error those read before stay.
   */
  importStudents(sources: readonly StudentSource[]): Promise<readonly string[]>;
  /** Stops the study that is running once its state is kept; false if none is. */
  cancel(): Promise<boolean>;
  /** Lets training wait at its next step, its state kept; what is no training goes on. False if no study runs. */
  pause(): Promise<boolean>;
  /** Lets a paused study take one training step. */
  step(): Promise<boolean>;
  resume(): Promise<boolean>;
  /** Forgets what is kept of these unfinished studies, named as their event `kept` did, and of no others. */
  forgetStudies(studies: readonly string[]): Promise<void>;
  /** What a study of the loaded data would take; trains nothing. Rejects as `runStudy` does for what cannot be run. */
  estimate(config: unknown): Promise<StudyEstimate>;
  /** What an encoder is, and which files of how many bytes opening it would download; loads no weights. */
  describeEncoder(
    source: EncoderSource,
    dtype?: EncoderConfig['dtype'],
  ): Promise<EncoderDescription>;
  /**
   * Opens an encoder for the next studies whose config names it, in place of the one opened before; the embedded one is
   * always there. Rejects with an error named `AbortError` after `cancelEncoder`.
   *
   * @param onProgress bytes read of all bytes.
   */
  openEncoder(
    source: EncoderSource,
    settings?: Partial<
      Pick<EncoderConfig, 'dtype' | 'maxTokens' | 'queryExpansion' | 'specialTokens'>
    >,
    onProgress?: (done: number, total: number) => void,
  ): Promise<EncoderReport>;
  /** Stops `openEncoder`; whether there was anything to stop. */
  cancelEncoder(): Promise<boolean>;
  /** Times the embedded encoder on 1, 2, … threads, and reads from the browser's memory. */
  benchEncode(
    job: BenchEncodeJob,
    onProgress: (done: number, total: number) => void,
  ): Promise<BenchEncodeOutcome>;
}
