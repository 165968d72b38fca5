import * as Comlink from 'comlink';
import { fetchSample, SAMPLE_NAME } from './embedded';
import { type Engine, messageOf } from './engine';
import { type LocalFile, readAll } from './localFiles';
import type { DataState } from './state';
import { type AppStore, patch } from './store';

type Chosen = Pick<DataState, 'corpus' | 'bitext' | 'sample'>;

/** What the data screen can do. Each answers whether it worked; what was loaded before survives a failure. */
export interface DataCommands {
  loadSample(): Promise<boolean>;
  loadCorpus(files: readonly LocalFile[]): Promise<boolean>;
  loadBitext(files: readonly LocalFile[]): Promise<boolean>;
  clearBitext(): Promise<boolean>;
  dismissError(): void;
}

export function dataCommands(store: AppStore, engine: Engine): DataCommands {
  const load = async (chosen: Chosen): Promise<boolean> => {
    const { data } = store.getState();
    if (data.busy) return false;
    patch(store, 'data', { busy: 'Reading the files…', error: null });
    try {
      if (!chosen.sample && !chosen.corpus.length)
        throw new Error('Choose a corpus first: bitext alone has no queries.');
      const corpus = chosen.sample ? await fetchSample() : await readAll(chosen.corpus);
      const bitext = await readAll(chosen.bitext);
      patch(store, 'data', { busy: 'Checking the rows…' });
      const buffers = [...corpus, ...bitext].map(({ bytes }) => bytes.buffer as ArrayBuffer);
      const about = chosen.sample ? { name: SAMPLE_NAME, synthetic: true } : {};
      const summary = await engine.load(Comlink.transfer(corpus, buffers), bitext, about);
      patch(store, 'data', { ...chosen, summary, busy: null });
      return true;
    } catch (error) {
      patch(store, 'data', { busy: null, error: messageOf(error) });
      return false;
    }
  };
  const current = (): Chosen => store.getState().data;

  return {
    loadSample: () => load({ corpus: [], bitext: current().bitext, sample: true }),
    loadCorpus: (corpus) => load({ corpus, bitext: current().bitext, sample: false }),
    loadBitext: (bitext) => load({ corpus: current().corpus, bitext, sample: current().sample }),
    clearBitext: () => load({ corpus: current().corpus, bitext: [], sample: current().sample }),
    dismissError: () => patch(store, 'data', { error: null }),
  };
}
