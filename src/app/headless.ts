import {
  renderReportHtml,
  renderReportLatex,
  renderReportMarkdown,
  renderReportText,
  type StudyEvent,
  type StudyReport,
} from '../report';
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
  EncodedText,
  EncodeJob,
  EncodeOutcome,
  GoldOutcome,
  GoldSettings,
  MeasureJob,
  MeasureOutcome,
  StudentSource,
  WrongMeasure,
} from '../worker';
import { fetchEmbeddedBitext, fetchSample, SAMPLE_NAME } from './embedded';
import { callback, messageOf, startEngine } from './engine';
import { type HeadlessEncoder, openJobEncoder } from './headlessEncoder';
import { fetchLink, fetchLinks, type Link, putFile } from './links';

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
  /** What is put below `url`, in folders `students`, `trec` and `tables`. */
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

interface Failure {
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

/** Installs the hook that the headless commands drive; they use the same engine as the page. */
export function installHeadless(): void {
  const crashed = Promise.withResolvers<never>();
  crashed.promise.catch(() => {}); // heard through the race below
  const engine = startEngine((message) => crashed.reject(new Error(message)));
  let answered: Promise<unknown> | undefined;
  window.opticalBench = {
    runStudy(job) {
      const study = answer(() => run(job), true);
      answered = study;
      return study;
    },
    async cancel() {
      await engine.cancelEncoder();
      if (await engine.cancel()) await answered;
    },
    benchOt: ({ input, engine: name }) =>
      answer(async () => {
        const [file] = await fetchLinks([input]);
        const report = reporter();
        const progress = (done: number, total: number) => report('cases', done, total);
        return engine.benchOt({ input: file!, engine: name }, callback(progress));
      }, name === 'gpu'),
    benchTrain: (job) =>
      answer(() => {
        const report = reporter();
        const progress = (done: number, total: number) => report('students', done, total);
        return engine.benchTrain(job, callback(progress));
      }, job.backend === 'wgsl'),
    benchEncode: (job) =>
      answer(async () => {
        const report = reporter();
        const progress = (done: number, total: number) => report('modes', done, total);
        return engine.benchEncode({ ...job, files: await fetchSample() }, callback(progress));
      }, false),
    align: ({ input, kind, settings, gold }) =>
      answer(async () => {
        const file = await fetchLink(input);
        const wanted = gold && { gold: { ...gold, input: await fetchLink(gold.input) } };
        return engine.alignFile({ input: file, kind, settings, ...wanted }, callback(reporter()));
      }, false),
    encodeFile: ({ url, ...job }) =>
      answer(async () => {
        const input = await fetchLink(job.input);
        const report = callback(reporter());
        const { content, ...about } = await engine.encodeFile({ ...job, input }, report);
        await putFile(url, content);
        return about;
      }, false),
    judgeLinks: ({ links, gold }) =>
      answer(
        async () =>
          engine.judgeLinks({
            links: { ...links, input: await fetchLink(links.input) },
            gold: { ...gold, input: await fetchLink(gold.input) },
          }),
        false,
      ),
    alignMtop: (job) =>
      answer(async () => {
        const corpus = await fetchLinks(job.corpus);
        return engine.alignMtop({ ...job, corpus }, callback(reporter()));
      }, false),
    measure: (job) => answer(async () => engine.measureFiles(job), false),
    async encode(texts, layer) {
      const encoded = await Promise.race([engine.encode(texts, layer), crashed.promise]);
      return encoded.map((text) => ({ ...text, vectors: [...text.vectors] }));
    },
  };

  async function answer<Result>(
    work: () => Promise<Result>,
    needsGpu: boolean,
  ): Promise<Result | Failure> {
    try {
      return await Promise.race([work(), crashed.promise]);
    } catch (error) {
      const status = needsGpu ? await engine.status().catch(() => undefined) : undefined;
      const noGpu = status !== undefined && status.state !== 'ready';
      return { error: { message: messageOf(error), noGpu } };
    }
  }

  /** The config with a method for each imported student; where it names no methods, with these alone. */
  async function withImports({ config, imports = [] }: HeadlessJob): Promise<unknown> {
    if (imports.length === 0) return config;
    const sources: StudentSource[] = [];
    for (const { path, files } of imports) sources.push({ path, files: await fetchLinks(files) });
    const imported = await engine.importStudents(sources);
    const { methods = [], ...rest } = config as { methods?: readonly string[] };
    return { ...rest, methods: [...methods, ...imported] };
  }

  async function run(job: HeadlessJob): Promise<HeadlessAnswer> {
    const sample = job.corpus.length === 0;
    const corpus = sample ? await fetchSample() : job.corpus;
    const embedded = await Promise.all(job.embeddedBitext.map(fetchEmbeddedBitext));
    const bitext = [...job.bitext, ...embedded.flat()];
    const [ranker] = await fetchLinks(job.ranker ? [job.ranker] : []);
    const translations = await fetchLinks(job.translations ?? []);
    if (job.collection)
      await engine.loadCollection(corpus, bitext, { ranker, translations, ...job.collection });
    else
      await engine.load(corpus, bitext, {
        ...(sample && { name: SAMPLE_NAME, synthetic: true }),
        ...(job.relevance?.length && { relevance: job.relevance }),
        ...(ranker && { ranker }),
        ...(job.trainShare !== undefined && { trainShare: job.trainShare }),
        translations,
      });
    if (job.encoder) await openJobEncoder(engine, job.encoder, job.config, reporter());
    const config = await withImports(job);
    const { browser, commit, node } = job.env;
    const { url, students, trec, perQuery = false } = job.files ?? {};
    const report = await engine.runStudy(
      config,
      { browser, commit, versions: { node } },
      callback((event: StudyEvent) => window.opticalBenchEvent?.(event)),
      { fresh: job.fresh ?? false, files: { students, trec, perQuery } },
      ...(url === undefined
        ? []
        : [callback((name: string, content: Blob) => putFile(`${url}/${name}`, content))]),
    );
    return {
      report,
      html: renderReportHtml(report),
      text: renderReportText(report),
      markdown: renderReportMarkdown(report),
      latex: renderReportLatex(report),
    };
  }
}

/** Reports steps of a stage with an estimate from the pace so far. */
function reporter() {
  const firsts = new Map<string, { readonly at: number; readonly done: number }>();
  return (stage: string, done: number, total: number) => {
    const now = performance.now() / 1000;
    const first = firsts.get(stage) ?? { at: now, done };
    firsts.set(stage, first);
    const pace = (now - first.at) / (done - first.done);
    const eta = Number.isFinite(pace) ? pace * (total - done) : null;
    const overall = total > 0 ? done / total : 1;
    const event = { type: 'progress', stage, label: '', done, total, overall, eta } as const;
    window.opticalBenchEvent?.(event);
  };
}
