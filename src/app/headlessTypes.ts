import type { StudyEvent, StudyReport } from '../report';
import type {
  AlignMtopJob,
  AlignMtopOutcome,
  AlignOutcome,
  AlignSettings,
  BenchEncodeJob,
  BenchEncodeOutcome,
  BenchOtJob,
  BenchOtOutcome,
  BenchTrainJob,
  BenchTrainOutcome,
  DataSummary,
  EncodedText,
  EncodeJob,
  EncodeOutcome,
  GoldOutcome,
  GoldSettings,
  LoadedBeside,
  MeasureJob,
  MeasureOutcome,
  WrongMeasure,
} from '../worker';
import type { HeadlessEncoder } from './headlessEncoder';
import type { Link } from './links';

/** What `npm run study` asks of the page. */
export interface HeadlessJob {
  readonly config: unknown;
  /** Empty: the embedded sample. */
  readonly corpus: readonly Link[];
  /** The corpus is a ranking collection; `run` is to be re-ranked. */
  readonly collection?: {
    readonly split?: string;
    readonly queryLanguage?: string;
    readonly documentLanguage?: string;
    /** Documents to read that nobody judges, and rows of triples. */
    readonly others?: number;
    readonly triples?: number;
    readonly run?: Link;
  };
  readonly bitext: readonly Link[];
  /** Names of bitext that comes with the page: `udhr`, `cldr`. */
  readonly embeddedBitext: readonly string[];
  /** A safetensors file with the English projection. */
  readonly ranker?: Link;
  /** Of line-aligned text: share of the documents for train and dev. */
  readonly trainShare?: number;
  /** Of MTEB's files: equal ids are translations. */
  readonly trustIds?: boolean;
  /** Filters of bitext, and where a table's pairs are. */
  readonly pairs?: LoadedBeside['pairs'];
  /** A collection that the English ranker learns from. */
  readonly relevance?: readonly Link[];
  /** English translations of queries. */
  readonly translations?: readonly Link[];
  /** Forgets what is kept of unfinished studies. */
  readonly fresh?: boolean;
  /** The encoder that the config names, where it is not the embedded one. */
  readonly encoder?: HeadlessEncoder;
  /** Exported students, each its file or the files of its folder. */
  readonly imports?: readonly { readonly path: string; readonly files: readonly Link[] }[];
  /** What is put below `url`, in folders `students`, `plans`, `trec` and `tables`; plans go with students. */
  readonly files?: {
    readonly url?: string;
    /** `whole`: heads as whole models, too. */
    readonly students?: { readonly whole: boolean };
    /** Documents a query in runs; 0: all. */
    readonly trec?: { readonly depth: number };
    readonly perQuery?: boolean;
  };
  readonly env: { readonly commit: string; readonly browser: string; readonly node: string };
}

export type HeadlessAnswer =
  | {
      readonly report: StudyReport;
      /** What the readers of the files said. */
      readonly problems: DataSummary['problems'];
      readonly html: string;
      readonly text: string;
      readonly markdown: string;
      readonly latex: string;
    }
  | { readonly error: { readonly message: string; readonly noGpu: boolean } };

/** What `npm run align` asks of the page. */
export interface HeadlessAlignJob {
  readonly input: Link;
  readonly kind: 'pairs' | 'vectors';
  readonly settings: AlignSettings;
  readonly gold?: HeadlessGold;
}

/** Gold links by their address. */
export type HeadlessGold = Omit<GoldSettings, 'input'> & { readonly input: Link };

/** What `npm run encode` asks of the page; the vectors are put at `url`. */
export type HeadlessEncodeJob = Omit<EncodeJob, 'input'> & { input: Link; url: string };

/** What `npm run align -- --links` asks of the page. */
export interface HeadlessLinksJob {
  readonly links: { readonly input: Link; readonly first: 0 | 1 };
  readonly gold: HeadlessGold;
}

/** What `npm run align -- --mtop` asks of the page. */
export type HeadlessMtopJob = Omit<AlignMtopJob, 'corpus'> & { readonly corpus: readonly Link[] };

/** What `npm run measure` asks of the page. */
export interface HeadlessMeasureJob extends Omit<MeasureJob, 'qrels' | 'runs'> {
  readonly qrels: Link;
  readonly runs: readonly Link[];
}

/** What `npm run bench -- ot` asks of the page. */
export interface HeadlessBenchOtJob {
  readonly input: Link;
  readonly engine: BenchOtJob['engine'];
}

export interface Failure {
  readonly error: { readonly message: string; readonly noGpu: boolean };
}

/** Progress of what is no study. */
interface HeadlessEvent {
  readonly type: 'progress';
  readonly stage: string;
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly overall: number;
  readonly eta: number | null;
}

/** What headless commands find as `window.opticalBench`. */
export interface HeadlessApi {
  runStudy(job: HeadlessJob): Promise<HeadlessAnswer>;
  /** Stops the study that is running, if one is, and resolves once it has kept its state and given its answer. */
  cancel(): Promise<void>;
  align(job: HeadlessAlignJob): Promise<AlignOutcome | Failure>;
  encodeFile(job: HeadlessEncodeJob): Promise<Omit<EncodeOutcome, 'content'> | Failure>;
  judgeLinks(job: HeadlessLinksJob): Promise<GoldOutcome | Failure>;
  alignMtop(job: HeadlessMtopJob): Promise<AlignMtopOutcome | Failure>;
  measure(job: HeadlessMeasureJob): Promise<MeasureOutcome | WrongMeasure | Failure>;
  benchOt(job: HeadlessBenchOtJob): Promise<BenchOtOutcome | Failure>;
  benchTrain(job: BenchTrainJob): Promise<BenchTrainOutcome | Failure>;
  /** Texts are those of the embedded sample. */
  benchEncode(job: Omit<BenchEncodeJob, 'files'>): Promise<BenchEncodeOutcome | Failure>;
  /** Unit token vectors of the embedded encoder, as plain arrays. */
  encode(texts: readonly string[], layer: number): Promise<readonly PlainText[]>;
}

interface PlainText extends Omit<EncodedText, 'vectors'> {
  readonly vectors: number[];
}

declare global {
  interface Window {
    opticalBench?: HeadlessApi;
    /** Installed by the command; hears what goes on. */
    opticalBenchEvent?: (event: StudyEvent | HeadlessEvent) => void;
  }
}
