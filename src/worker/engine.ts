import * as Comlink from 'comlink';
import { readBitext, readCollection, readCorpus } from '../data';
import { sha256 } from '../lib';
import type { NnOps } from '../nn';
import { openOtEngine } from '../ot';
import { collectionConfig, parseStudyConfig } from '../report';
import { IMPORTED, type ImportedStudent, runStudy, type StudyInput } from '../study';
import { readHead } from '../train';
import { alignPair } from './align';
import { type AlignTools, alignFile } from './alignFile';
import { judgeFile } from './alignGold';
import { alignMtop } from './alignMtop';
import { openBackend } from './backend';
import { benchOt } from './benchOt';
import { benchTrain } from './benchTrain';
import { forgetCheckpoints, indexedDbCheckpoints } from './checkpointStore';
import { readStudyCollection } from './collections';
import { Device } from './device';
import { encodeFile } from './encodeFile';
import {
  EmbeddedEncoder,
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
const encoder = new EmbeddedEncoder();
let input: StudyInput | undefined;
let running: AbortController | undefined;
let imported: readonly ImportedStudent[] = [];

const engine: EngineApi = {
  status: () => device.status(),

  async load(
    corpusFiles,
    bitextFiles,
    { ranker, translations = [], relevance = [], ...about } = {},
  ) {
    const reading = await readCorpus(corpusFiles, about);
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

  encodeFile: (job, onProgress) => encodeFile(job, alignTools(onProgress)),

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
    imported = await readStudents(sources, ENCODER);
    return imported.map(({ name }) => `${IMPORTED}${name}`);
  },

  async runStudy(config, env, onEvent, { fresh = false, files = {} } = {}, onFile) {
    if (running) throw new Error('A study is running already; cancel it first.');
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
