import type { BitextFilters } from '../data';
import type {
  DataPart,
  DataSummary,
  InputFile,
  LanguageStatistics,
  LoadProgress,
  RowPage,
  RowQuery,
} from '../worker';
import { fetchEmbeddedBitext, fetchSample, SAMPLE_NAME } from './embedded';
import { callback, type Engine, messageOf } from './engine';
import { besideOptions, collectionOptions, corpusOptions, type LoadOptions } from './loadOptions';
import type { DataSource, DataState } from './state';
import { type AppStore, patch } from './store';

type Chosen = Pick<DataState, 'source' | 'bitext' | 'filters' | 'options'>;

/** What the data screen can do. Each answers whether it worked; what was loaded before survives a failure. */
export interface DataCommands {
  loadSample(): Promise<boolean>;
  loadCorpus(files: readonly InputFile[]): Promise<boolean>;
  loadCollection(files: readonly InputFile[]): Promise<boolean>;
  loadBitext(files: readonly InputFile[]): Promise<boolean>;
  /** Bitext that comes with the page: `udhr` or `cldr`. */
  loadEmbeddedBitext(name: 'udhr' | 'cldr'): Promise<boolean>;
  clearBitext(): Promise<boolean>;
  /** Leaves other pairs out of the bitext; reads it again where there is any. */
  filterBitext(filters: BitextFilters): Promise<boolean>;
  /** Changes what the next reading is told beside the files. */
  setOptions(change: LoadOptions): void;
  /** Reads the same files again, with the options as they are now. */
  readAgain(): Promise<boolean>;
  /** Loads what is kept in the browser by its hashes. */
  openStored(hashes: readonly string[]): Promise<boolean>;
  /** Stops what is being read; what was loaded before stays. */
  cancel(): void;
  dismissError(): void;
  /** Looks at what is loaded; these reject with what the engine says. */
  parts(): Promise<readonly DataPart[]>;
  rows(query: RowQuery, start: number, count: number): Promise<RowPage>;
  statistics(): Promise<readonly LanguageStatistics[]>;
}

export function dataCommands(store: AppStore, engine: Engine): DataCommands {
  const load = async (of: Chosen | (() => Promise<Chosen>)): Promise<boolean> => {
    if (store.getState().data.busy) return false;
    patch(store, 'data', { busy: 'Reading the files…', progress: null, error: null });
    const done = { busy: null, progress: null };
    const onProgress = callback((progress: LoadProgress) => {
      const busy = progress.stage === 'read' ? 'Reading the files…' : 'Hashing the files…';
      if (store.getState().data.busy) patch(store, 'data', { busy, progress });
    });
    try {
      const chosen = typeof of === 'function' ? await of() : of;
      const summary = await read(engine, chosen, onProgress);
      const loads = store.getState().data.loads + 1;
      const { options: readWith, ...now } = chosen;
      patch(store, 'data', { ...now, ...done, readWith, summary, loads });
      return true;
    } catch (error) {
      const cancelled = error instanceof Error && error.name === 'AbortError';
      patch(store, 'data', { ...done, error: cancelled ? null : messageOf(error) });
      return false;
    }
  };
  const current = (): DataState => store.getState().data;
  const chosen = (): Chosen => {
    const { source, bitext, filters, options } = current();
    return { source, bitext, filters, options };
  };
  const loadSource = (source: DataSource) => load({ ...chosen(), source });

  return {
    loadSample: () => loadSource({ kind: 'sample' }),
    loadCorpus: (files) => loadSource({ kind: 'corpus', files }),
    loadCollection: (files) => loadSource({ kind: 'collection', files }),
    loadBitext: (bitext) => load({ ...chosen(), bitext }),
    loadEmbeddedBitext: (name) =>
      load(async () => {
        const bitext = await fetchEmbeddedBitext(name);
        // What is chosen may have changed while it came.
        return { ...chosen(), bitext };
      }),
    clearBitext: () => load({ ...chosen(), bitext: [] }),
    filterBitext: async (filters) => {
      if (current().bitext.length > 0) return load({ ...chosen(), filters });
      patch(store, 'data', { filters });
      return true;
    },
    setOptions: (change) => patch(store, 'data', { options: { ...current().options, ...change } }),
    readAgain: () => load(chosen()),
    // The shards that are opened say whether there is bitext; files beside them would double it.
    openStored: (hashes) => load({ ...chosen(), source: { kind: 'stored', hashes }, bitext: [] }),
    cancel: () => void engine.cancelLoad(),
    dismissError: () => patch(store, 'data', { error: null }),
    parts: () => engine.parts(),
    rows: (query, start, count) => engine.rows(query, start, count),
    statistics: () => engine.statistics(),
  };
}

async function read(
  engine: Engine,
  { source, bitext, filters, options }: Chosen,
  onProgress: (progress: LoadProgress) => void,
): Promise<DataSummary> {
  const { fields, ...beside } = await besideOptions(options);
  const about = { ...beside, pairs: { filters, ...(fields && { fields }) } };
  switch (source.kind) {
    case 'none':
      throw new Error('Choose a corpus first: bitext alone has no queries.');
    case 'sample': {
      const sample = { name: SAMPLE_NAME, synthetic: true, ...corpusOptions(options) };
      return engine.load(await fetchSample(), bitext, { ...sample, ...about }, onProgress);
    }
    case 'corpus':
      return engine.load(source.files, bitext, { ...corpusOptions(options), ...about }, onProgress);
    case 'collection':
      return engine.loadCollection(
        source.files,
        bitext,
        { ...collectionOptions(options), ...about },
        onProgress,
      );
    case 'stored':
      return engine.openShards(source.hashes, bitext, onProgress);
  }
}
