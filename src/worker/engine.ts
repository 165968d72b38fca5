import * as Comlink from 'comlink';
import { sourceName } from '../encoders';
import type { NnOps } from '../nn';
import { openOtEngine } from '../ot';
import { collectionConfig, encoderOf, parseStudyConfig, type StudyConfig } from '../report';
import { estimateStudy, IMPORTED, type ImportedStudent, runStudy, type StudyInput } from '../study';
import { alignPair } from './align';
import { type AlignTools, alignFile } from './alignFile';
import { judgeFile } from './alignGold';
import { alignMtop } from './alignMtop';
import { alignPairMethods } from './alignPairMethods';
import { openBackend } from './backend';
import { benchEncode } from './benchEncode';
import { benchOt } from './benchOt';
import { benchTrain } from './benchTrain';
import { forgetCheckpoints, forgetStudies, toldCheckpoints } from './checkpointStore';
import { CorpusStore } from './corpusStore';
import { DataDesk, dataMethods, pairMethods } from './dataMethods';
import { Device } from './device';
import { encodeFile } from './encodeFile';
import { EncoderShelf } from './encoderShelf';
import {
  ENCODER,
  ENCODER_LAYERS,
  encoderBytes,
  encodeTexts,
  loadWeights,
  openPeers,
  studyEncoder,
} from './encoding';
import { InputFiles } from './inputFiles';
import { loadCorpus, loadRanking } from './loadData';
import type { Loaded } from './loadedData';
import { measureFiles } from './measureFiles';
import { memoryLimits } from './memoryLimits';
import { queryMethods } from './queries/queryMethods';
import { PairSolver } from './solver';
import { readStudents } from './students';
import { studyOutputs } from './studyOutputs';
import { StudyPace } from './studyPace';
import type { DataSummary, EngineApi, LoadProgress } from './types';

const device = new Device();
const pairs = new PairSolver(device);
const shelf = new EncoderShelf();
const encoder = shelf.embedded;
const desk = new DataDesk();
let running: AbortController | undefined;
const pace = new StudyPace();
let loading: AbortController | undefined;
let imported: readonly ImportedStudent[] = [];
/** The encoder that they stand on. */
let importedFor = '';

const engine: EngineApi = {
  status: () => device.status(),

  load: (corpus, bitext, about = {}, onProgress) =>
    load(onProgress, (files) => loadCorpus(files, corpus, bitext, about)),

  loadCollection: (collection, bitext, about = {}, onProgress) =>
    load(onProgress, (files) => loadRanking(files, collection, bitext, about)),

  ...dataMethods(desk, new CorpusStore(), load),

  ...queryMethods(),
  ...pairMethods(desk),

  async cancelLoad() {
    const stops = loading !== undefined;
    loading?.abort(new DOMException('The loading was cancelled.', 'AbortError'));
    return stops;
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

  encodeFile: (job, onProgress) => encodeFile(job, alignTools(onProgress)),

  judgeLinks: async (job) => judgeFile(job),

  ...alignPairMethods(() => shelf.base()),

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
    const input = desk.loaded?.input;
    if (!input) throw new Error('No corpus is loaded.');
    running = new AbortController();
    pace.resume();
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
        checkpoints: toldCheckpoints((study) => onEvent({ type: 'kept', study })),
        memory: memoryLimits(kind, gpu),
        imported,
        ...(await studyOutputs(files, onFile, {
          ...{ baseUrl: ENCODER, base: chosen.base, signal, onEvent },
          study: { ...aboutInput(input), config: checked, commit: env.commit },
        })),
        pace,
        reopen: async () => {
          gpu = await device.reopen(gpu);
          const backend = openBackend(gpu, checked);
          opened.push(backend.nn);
          return { gpu, nn: backend.nn };
        },
        loadWeights: (level) => loadWeights(level, signal),
        signal,
        now: () => pace.now(),
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

  async pause() {
    if (running) pace.pause();
    return running !== undefined;
  },

  async step() {
    if (running) pace.step();
    return running !== undefined;
  },

  async resume() {
    if (running) pace.resume();
    return running !== undefined;
  },

  forgetStudies,

  async estimate(config) {
    const input = desk.loaded?.input;
    if (!input) throw new Error('No corpus is loaded.');
    const gpu = await device.open();
    const layers = encoderOf(config).source === 'embedded' ? ENCODER_LAYERS : undefined;
    const checked = parseStudyConfig(input.collection ? collectionConfig(config) : config, layers);
    const { nn, kind } = openBackend(gpu, checked);
    nn[Symbol.dispose]();
    const encoders = encoderBytes(!gpu.adapter.software);
    return estimateStudy(input, checked, memoryLimits(kind, gpu), kind, encoders);
  },
};

function namesImported({ methods }: StudyConfig): boolean {
  return methods.some((method) => method.startsWith(IMPORTED));
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

/** Reads files and keeps what they give; an error leaves what was loaded before as it was. */
async function load(
  onProgress: ((progress: LoadProgress) => void) | undefined,
  read: (files: InputFiles) => Promise<Loaded>,
): Promise<DataSummary> {
  if (loading) throw new Error('Files are being loaded already; cancel that first.');
  loading = new AbortController();
  try {
    const loaded = await read(new InputFiles(loading.signal, onProgress));
    loading.signal.throwIfAborted();
    desk.put(loaded);
    return loaded.summary;
  } finally {
    loading = undefined;
  }
}

function aboutInput({ corpus, records }: StudyInput) {
  return { corpus: corpus.name, synthetic: corpus.synthetic, data: records };
}

Comlink.expose(engine);
