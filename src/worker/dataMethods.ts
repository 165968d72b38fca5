import type { CorpusStore } from './corpusStore';
import type { DataApi } from './dataTypes';
import { addBitext } from './loadData';
import type { Loaded } from './loadedData';
import { Preview } from './preview';
import type { EngineApi } from './types';
import { type PairPage, UtterancePairs } from './utterancePairs';

/** What is loaded, and the only place that replaces it. */
export class DataDesk {
  #loaded: Loaded | undefined;
  #preview: Preview | undefined;

  #pairs: UtterancePairs | undefined;

  /** Undefined before a corpus is loaded. */
  get pairs(): UtterancePairs | undefined {
    return this.#pairs;
  }

  get loaded(): Loaded | undefined {
    return this.#loaded;
  }

  get preview(): Preview | undefined {
    return this.#preview;
  }

  put(loaded: Loaded): void {
    this.#preview?.close();
    this.#loaded = loaded;
    this.#preview = new Preview(loaded.input);
    this.#pairs = new UtterancePairs(loaded.input.corpus);
  }
}

type Load = (
  onProgress: Parameters<EngineApi['load']>[3],
  read: (files: Parameters<typeof addBitext>[0]) => Promise<Loaded>,
) => ReturnType<EngineApi['load']>;

/** The engine's methods about data; `load` is how it replaces what is loaded. */
export function dataMethods(desk: DataDesk, store: CorpusStore, load: Load): DataApi {
  return {
    parts: async () => desk.preview?.parts() ?? [],
    async rows(query, start, count) {
      if (!desk.preview) throw new RangeError('rows: nothing is loaded');
      return desk.preview.rows(query, start, count);
    },
    statistics: async () => desk.preview?.statistics() ?? [],
    async keepLoaded(about) {
      if (!desk.loaded) throw new Error('Nothing is loaded that could be kept.');
      return store.keep(desk.loaded, about);
    },
    listShards: () => store.list(),
    openShards: (hashes, bitext = [], onProgress) =>
      load(onProgress, async (files) => addBitext(files, await store.open(hashes), bitext)),
    deleteShard: (hash) => store.delete(hash),
    storage: () => store.storage(),
  };
}

const NO_PAIRS: PairPage = {
  ...{ total: 0, start: 0, rows: [], intents: [], slots: [], languages: [], splits: [] },
};

/** The engine's methods about pairs of utterances. */
export function pairMethods(desk: DataDesk): Pick<EngineApi, 'utterancePairs' | 'utterancePair'> {
  return {
    utterancePairs: async (query, start, count) =>
      desk.pairs?.page(query, start, count) ?? NO_PAIRS,
    utterancePair: async (id, language) => desk.pairs?.find(id, language),
  };
}
