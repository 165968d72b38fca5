import * as Comlink from 'comlink';
import { readBitext, readCollection, readCorpus } from '../data';
import { sourceName } from '../encoders';
import { sha256 } from '../lib';
import type { NnOps } from '../nn';
import { openOtEngine } from '../ot';
import { collectionConfig, encoderOf, parseStudyConfig, type StudyConfig } from '../report';
import { IMPORTED, type ImportedStudent, runStudy, type StudyInput } from '../study';
import { readHead } from '../train';
import { alignPair } from './align';
import { type AlignTools, alignFile } from './alignFile';
import { judgeFile } from './alignGold';
import { alignMtop } from './alignMtop';
import { openBackend } from './backend';
import { benchEncode } from './benchEncode';
import { benchOt } from './benchOt';
import { benchTrain } from './benchTrain';
import { forgetCheckpoints, indexedDbCheckpoints } from './checkpointStore';
import { readStudyCollection } from './collections';
import { Device } from './device';
import { EncoderShelf } from './encoderShelf';
import {
  ENCODER,
  ENCODER_LAYERS,
  encodeTexts,
  loadWeights,
  openPeers,
  studyEncoder,
} from './encoding';
import { measureFiles } from './measureFiles';
import { memoryLimits } from './memoryLimits';
import { PairSolver } from './solver';
import { readStudents, studentWriter } from './students';
import { hashRecords, summariseCollection, summariseData } from './summary';
import { collectTranslations } from './translations';
import type { EngineApi, EngineFile } from './types';

const device = new Device();
const pairs = new PairSolver(device);
const shelf = new EncoderShelf();
const encoder = shelf.embedded;
let input: StudyInput | undefined;
let running: AbortController | undefined;
let imported: readonly ImportedStudent[] = [];
/** The encoder that they stand on. */
let importedFor = '';

const engine: EngineApi = {
  status: () => device.status(),

  async load(
    corpusFiles,
    bitextFiles,
    { ranker, translations = [], relevance = [], ...about } = {},
  ) {
    const reading = readCorpus(corpusFiles, about);
    const rest = await readBeside(bitextFiles, ranker, translations);
    const judged = relevance.length > 0 ? await readCollection(relevance) : undefined;
    const records = [
      ...(await hashRecords(reading.records, corpusFiles)),
      ...rest.records,
      ...(judged ? await hashRecords(judged.records, relevance) : []),
    ];
    // Only now: an error above leaves what was loaded before as it was.
    input = { corpus: reading.corpus, records, ...rest.input, relevance: judged?.collection };
    const problems = [...rest.problems, ...(judged?.problems ?? [])];
    return summariseData(reading, rest.input.bitext, problems, records);
  },

  async loadCollection(files, bitextFiles, { ranker, translations = [], run, split } = {}) {
    const about = { ...(run && { run }), ...(split !== undefined && { split }) };
    const read = await readStudyCollection(files, about);
    const rest = await readBeside(bitextFiles, ranker, translations);
    const hashed = await hashRecords(read.records, run ? [...files, run] : files);
    const records = [...hashed, ...rest.records];
    const { name } = read.input.collection;
    const corpus = { name, synthetic: false, topic: 'document', splits: NO_ROWS } as const;
    input = { corpus, collection: read.input, records, ...rest.input };
    const problems = [...read.problems, ...rest.problems];
    return summariseCollection(read.input, rest.input.bitext, problems, records);
  },

  async align(request) {
    if (!(request.epsilon > 0 && Number.isFinite(request.epsilon)))
      throw new RangeError(`ε must be positive and finite, got ${request.epsilon}`);
    return alignPair(await pairs.engine(), request);
  },

  async encode(texts, layer) {
    return encodeTexts(await encoder.open(await device.isHardware()), texts, layer);
  },

  alignFile: (job, onProgress) => alignFile(job, alignTools(onProgress)),

  judgeLinks: async (job) => judgeFile(job),

  alignMtop: (job, onProgress) => alignMtop(job, alignTools(onProgress)),

  measureFiles: async (job) => measureFiles(job),

  benchOt: (job, onProgress) => benchOt(job, () => device.open(), onProgress),

  benchTrain: (job, onProgress) =>
    benchTrain(job, {
      openGpu: () => device.open(),
      loadWeights: (level) => loadWeights(level, new AbortController().signal),
      layers: ENCODER_LAYERS,
      now: () => performance.now(),
      onProgress,
    }),

  async importStudents(sources) {
    const base = await shelf.base();
    imported = await readStudents(sources, base);
    importedFor = base.id;
    return imported.map(({ name }) => `${IMPORTED}${name}`);
  },

  benchEncode: (job, onProgress) => benchEncode(job, onProgress),

  describeEncoder: (source, dtype = 'fp32') => shelf.describe(source, dtype),

  async openEncoder(source, settings = {}, onProgress) {
    const asked = encoderOf({ encoder: { ...settings, source: sourceName(source) } });
    await shelf.open(source, asked, await device.isHardware(), onProgress);
    const revision = source.kind === 'hub' ? (source.revision ?? '') : '';
    return (await shelf.choose({ ...asked, revision }, await device.isHardware())).report;
  },

  cancelEncoder: async () => shelf.cancel(),

  async runStudy(config, env, onEvent, { fresh = false, files = {} } = {}, onFile) {
    if (running) throw new Error('A study is running already; cancel it first.');
    if (!input) throw new Error('No corpus is loaded.');
    running = new AbortController();
    const { signal } = running;
    const opened: NnOps[] = [];
    try {
      const asked = encoderOf(config);
      const chosen = await shelf.choose(asked, await device.isHardware());
      const { layers } = chosen.report;
      const checked = parseStudyConfig(
        input.collection ? collectionConfig(config) : config,
        layers,
      );
      if (imported.length > 0 && importedFor !== chosen.base.id && namesImported(checked))
        throw new Error('The students were imported for another encoder; import them again.');
      if (files.students?.whole && asked.source !== 'embedded')
        throw new Error(
          'Whole models are exported of the embedded encoder alone; heads of any (export without whole).',
        );
      let gpu = await device.open();
      const { vendor, architecture, device: name, description, software } = gpu.adapter;
      const adapter = [vendor, architecture, name, description].filter(Boolean).join(' ');
      const { nn, why, kind } = openBackend(gpu, checked);
      opened.push(nn);
      await forgetCheckpoints(fresh ? 'all' : 'old');
      return await runStudy(input, checked, {
        gpu,
        nn,
        onHost: software,
        openEncoder: async () => studyEncoder(chosen.encoder, chosen.whole),
        layers,
        encoder: chosen.report,
        checkpoints: indexedDbCheckpoints,
        memory: memoryLimits(kind, gpu),
        imported,
        ...(onFile && files.trec && { trec: { ...files.trec, put: into(onFile, 'trec') } }),
        ...(onFile && files.perQuery && { onTable: into(onFile, 'tables') }),
        ...(onFile &&
          files.students && {
            onStudent: await studentWriter({
              ...{ baseUrl: ENCODER, base: chosen.base, signal },
              wholeModels: files.students.whole,
              onFile: into(onFile, 'students'),
              study: { ...aboutInput(input), config: checked, commit: env.commit },
            }),
          }),
        reopen: async () => {
          gpu = await device.reopen(gpu);
          const backend = openBackend(gpu, checked);
          opened.push(backend.nn);
          return { gpu, nn: backend.nn };
        },
        loadWeights: (level) => loadWeights(level, signal),
        signal,
        now: () => performance.now(),
        onEvent,
        env: {
          ...env,
          adapter: adapter || 'unnamed adapter',
          software,
          scoring: software ? 'WASM' : 'WGSL',
          backend: why,
        },
      });
    } finally {
      for (const nn of opened) nn[Symbol.dispose]();
      encoder.release();
      running = undefined;
    }
  },

  async cancel() {
    const stops = running !== undefined;
    running?.abort(new DOMException('The study was cancelled.', 'AbortError'));
    return stops;
  },
};

function namesImported({ methods }: StudyConfig): boolean {
  return methods.some((method) => method.startsWith(IMPORTED));
}

type OnFile = (name: string, content: Blob) => Promise<void>;

function into(onFile: OnFile, folder: string): OnFile {
  return (name, content) => onFile(`${folder}/${name}`, content);
}

function alignTools(onProgress: AlignTools['onProgress']): AlignTools {
  return {
    openEncoder: async () => encoder.openUncached(await device.isHardware()),
    openPool: async (layer) => ((await device.isHardware()) ? undefined : openPeers(layer)),
    // A software adapter runs shaders on the CPU, where WASM is faster.
    openTransport: async () =>
      openOtEngine((await device.isHardware()) ? { gpu: await device.open() } : {}),
    now: () => performance.now() / 1000,
    onProgress,
  };
}

/** What goes with a corpus or a collection. */
async function readBeside(
  bitextFiles: readonly EngineFile[],
  ranker: EngineFile | undefined,
  translations: readonly EngineFile[],
) {
  const bitext = bitextFiles.length > 0 ? readBitext(bitextFiles) : noBitext;
  const translated = collectTranslations(translations);
  const files = [...bitextFiles, ...translations];
  const records = [...(await hashRecords([...bitext.records, ...translated.records], files))];
  const head = ranker && readHead(ranker.bytes, ranker.path);
  if (ranker && head)
    records.push({ path: ranker.path, rows: head.shape[0]!, sha256: await sha256(ranker.bytes) });
  return {
    input: { bitext: bitext.bitexts, head, translations: translated.byLanguage },
    problems: [...bitext.problems, ...translated.problems],
    records,
  };
}

const NO_ROWS = { train: [], dev: [], test: [] };

function aboutInput({ corpus, records }: StudyInput) {
  return { corpus: corpus.name, synthetic: corpus.synthetic, data: records };
}

const noBitext = { bitexts: [], problems: [], records: [] };

Comlink.expose(engine);
