import * as Comlink from 'comlink';
import type { NnOps } from '../nn';
import { openOtEngine } from '../ot';
import { collectionConfig, parseStudyConfig } from '../report';
import { IMPORTED, type ImportedStudent, runStudy, type StudyInput } from '../study';
import { alignPair } from './align';
import { type AlignTools, alignFile } from './alignFile';
import { judgeFile } from './alignGold';
import { alignMtop } from './alignMtop';
import { openBackend } from './backend';
import { benchOt } from './benchOt';
import { benchTrain } from './benchTrain';
import { forgetCheckpoints, indexedDbCheckpoints } from './checkpointStore';
import { CorpusStore } from './corpusStore';
import { DataDesk, dataMethods, pairMethods } from './dataMethods';
import { Device } from './device';
import {
  EmbeddedEncoder,
  ENCODER,
  ENCODER_LAYERS,
  encodeTexts,
  loadWeights,
  openPeers,
  studyEncoder,
} from './encoding';
import { judgePair, readGold } from './goldPair';
import { InputFiles } from './inputFiles';
import { loadCorpus, loadRanking } from './loadData';
import type { Loaded } from './loadedData';
import { measureFiles } from './measureFiles';
import { memoryLimits } from './memoryLimits';
import { PairSolver } from './solver';
import { readStudents, studentWriter } from './students';
import { studentVectors } from './studentVectors';
import type { DataSummary, EngineApi, LoadProgress } from './types';

const device = new Device();
const pairs = new PairSolver(device);
const encoder = new EmbeddedEncoder();
const desk = new DataDesk();
let running: AbortController | undefined;
let loading: AbortController | undefined;
let imported: readonly ImportedStudent[] = [];

const engine: EngineApi = {
  status: () => device.status(),

  load: (corpus, bitext, about = {}, onProgress) =>
    load(onProgress, (files) => loadCorpus(files, corpus, bitext, about)),

  loadCollection: (collection, bitext, about = {}, onProgress) =>
    load(onProgress, (files) => loadRanking(files, collection, bitext, about)),

  ...dataMethods(desk, new CorpusStore(), load),

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

  judgeLinks: async (job) => judgeFile(job),

  async studentVectors(source, pair) {
    const [student] = await readStudents([source], ENCODER);
    return studentVectors(student!, pair);
  },

  readGold: async (job) => readGold(job),

  judgePair: async (job) => judgePair(job),

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
    imported = await readStudents(sources, ENCODER);
    return imported.map(({ name }) => `${IMPORTED}${name}`);
  },

  async runStudy(config, env, onEvent, { fresh = false, files = {} } = {}, onFile) {
    if (running) throw new Error('A study is running already; cancel it first.');
    const input = desk.loaded?.input;
    if (!input) throw new Error('No corpus is loaded.');
    const checked = parseStudyConfig(input.collection ? collectionConfig(config) : config);
    running = new AbortController();
    const { signal } = running;
    const opened: NnOps[] = [];
    try {
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
        openEncoder: async () => studyEncoder(await encoder.open(!software)),
        layers: ENCODER_LAYERS,
        checkpoints: indexedDbCheckpoints,
        memory: memoryLimits(kind, gpu),
        imported,
        ...(onFile && files.trec && { trec: { ...files.trec, put: into(onFile, 'trec') } }),
        ...(onFile && files.perQuery && { onTable: into(onFile, 'tables') }),
        ...(onFile &&
          files.students && {
            onStudent: await studentWriter({
              ...{ baseUrl: ENCODER, signal, wholeModels: files.students.whole },
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
      running = undefined;
    }
  },

  async cancel() {
    const stops = running !== undefined;
    running?.abort(new DOMException('The study was cancelled.', 'AbortError'));
    return stops;
  },
};

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
