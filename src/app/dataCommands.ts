import type { InputFile, LoadProgress } from '../worker';
import { fetchSample, SAMPLE_NAME } from './embedded';
import { callback, type Engine, messageOf } from './engine';
import type { DataState } from './state';
import { type AppStore, patch } from './store';

type Chosen = Pick<DataState, 'corpus' | 'bitext' | 'sample'>;

/** What the data screen can do. Each answers whether it worked; what was loaded before survives a failure. */
export interface DataCommands {
  loadSample(): Promise<boolean>;
  loadCorpus(files: readonly InputFile[]): Promise<boolean>;
  loadBitext(files: readonly InputFile[]): Promise<boolean>;
  clearBitext(): Promise<boolean>;
  /** Stops what is being read; what was loaded before stays. */
  cancel(): void;
  dismissError(): void;
}

export function dataCommands(store: AppStore, engine: Engine): DataCommands {
  const load = async (chosen: Chosen): Promise<boolean> => {
    const { data } = store.getState();
    if (data.busy) return false;
    patch(store, 'data', { busy: 'Reading the files…', progress: null, error: null });
    const done = { busy: null, progress: null };
    try {
      if (!chosen.sample && !chosen.corpus.length)
        throw new Error('Choose a corpus first: bitext alone has no queries.');
      const corpus = chosen.sample ? await fetchSample() : chosen.corpus;
      const about = chosen.sample ? { name: SAMPLE_NAME, synthetic: true } : {};
      const onProgress = callback((progress: LoadProgress) => {
        const busy = progress.stage === 'read' ? 'Reading the files…' : 'Hashing the files…';
        if (store.getState().data.busy) patch(store, 'data', { busy, progress });
      });
      const summary = await engine.load(corpus, chosen.bitext, about, onProgress);
      patch(store, 'data', { ...chosen, ...done, summary });
      return true;
    } catch (error) {
      const cancelled = error instanceof Error && error.name === 'AbortError';
      patch(store, 'data', { ...done, error: cancelled ? null : messageOf(error) });
      return false;
    }
  };
  const current = (): Chosen => store.getState().data;

  return {
    loadSample: () => load({ corpus: [], bitext: current().bitext, sample: true }),
    loadCorpus: (corpus) => load({ corpus, bitext: current().bitext, sample: false }),
    loadBitext: (bitext) => load({ corpus: current().corpus, bitext, sample: current().sample }),
    clearBitext: () => load({ corpus: current().corpus, bitext: [], sample: current().sample }),
    cancel: () => void engine.cancelLoad(),
    dismissError: () => patch(store, 'data', { error: null }),
  };
}
