import {
  renderReportHtml,
  renderReportLatex,
  renderReportMarkdown,
  renderReportText,
  type StudyEvent,
} from '../report';
import type { StudentSource } from '../worker';
import { fetchEmbeddedBitext, fetchSample, SAMPLE_NAME } from './embedded';
import { callback, messageOf, startEngine } from './engine';
import { openJobEncoder } from './headlessEncoder';
import type { Failure, HeadlessAnswer, HeadlessJob } from './headlessTypes';
import { fetchLink, fetchLinks, putFile } from './links';
import { problemNotes } from './problemNotes';

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
    const beside = { ranker, translations, pairs: job.pairs };
    const { problems, leftOut } = job.collection
      ? await engine.loadCollection(corpus, bitext, { ...beside, ...job.collection })
      : await engine.load(corpus, bitext, {
          ...(sample && { name: SAMPLE_NAME, synthetic: true }),
          ...(job.relevance?.length && { relevance: job.relevance }),
          ...(job.trainShare !== undefined && { trainShare: job.trainShare }),
          ...(job.trustIds && { trustIds: true }),
          ...beside,
        });
    for (const message of problemNotes(problems, leftOut))
      window.opticalBenchEvent?.({ type: 'note', message });
    if (job.encoder) await openJobEncoder(engine, job.encoder, job.config, reporter());
    const config = await withImports(job);
    const { browser, commit, node } = job.env;
    const { url, students, trec, perQuery = false } = job.files ?? {};
    const report = await engine.runStudy(
      config,
      { browser, commit, versions: { node } },
      callback((event: StudyEvent) => window.opticalBenchEvent?.(event)),
      {
        fresh: job.fresh ?? false,
        files: { students, trec, perQuery, plans: students !== undefined },
      },
      ...(url === undefined
        ? []
        : [callback((name: string, content: Blob) => putFile(`${url}/${name}`, content))]),
    );
    return {
      report,
      problems,
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
