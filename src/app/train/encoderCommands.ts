import { type EncoderConfig, parseStudyConfig } from '../../report';
import type { EncoderSource } from '../../worker';
import { callback, type Engine, messageOf } from '../engine';
import type { LocalFile } from '../localFiles';
import type { EncoderState } from '../state';
import { type AppStore, patch } from '../store';

/** What can be done with the encoder of the draft. Failures are in the state. */
export interface EncoderCommands {
  /**
   * Looks at a model of the hub, `ORGANISATION/NAME` or `ORGANISATION/NAME@REVISION`; downloads no weights.
   *
   * @param endpoint address of a mirror that answers as the hub does; empty for the public hub.
   */
  lookAtHub(name: string, endpoint?: string): Promise<void>;
  /** Looks at a model's folder. */
  lookAtFolder(files: readonly LocalFile[]): Promise<void>;
  /** Opens what was looked at and names it in the draft. */
  open(): Promise<void>;
  /** Goes back to the embedded encoder. */
  useEmbedded(): void;
  cancel(): void;
}

export function encoderCommands(store: AppStore, engine: Engine): EncoderCommands {
  let source: EncoderSource | null = null;
  const set = (change: Partial<EncoderState>) =>
    patch(store, 'study', { encoder: { ...store.getState().study.encoder, ...change } });
  const dtype = () => store.getState().study.draft.encoder.dtype;
  const setDraft = (encoder: EncoderConfig, layer: number) => {
    const { draft } = store.getState().study;
    patch(store, 'study', { draft: { ...draft, encoder, layer } });
  };
  const act = async (busy: string, work: () => Promise<void>) => {
    if (store.getState().study.encoder.busy) return;
    set({ busy, error: null, progress: null });
    try {
      await work();
    } catch (error) {
      const cancelled = error instanceof Error && error.name === 'AbortError';
      set({ error: cancelled ? null : messageOf(error) });
    }
    set({ busy: null, progress: null });
  };
  const look = (wanted: EncoderSource) =>
    act('Looking at the model…', async () => {
      set({ found: null });
      set({ found: await engine.describeEncoder(wanted, dtype()) });
      source = wanted;
    });

  return {
    lookAtHub: async (name, endpoint = '') => {
      const [id = '', revision] = name.trim().split('@');
      const mirror = endpoint.trim();
      await look({
        ...{ kind: 'hub', id },
        ...(revision && { revision }),
        ...(mirror && { endpoint: mirror }),
      });
    },
    lookAtFolder: async (files) => {
      const name = files[0]?.path.split('/')[0] ?? 'model';
      await look({
        ...{ kind: 'folder', name },
        files: files.map(({ path, blob }) => ({ path, content: blob })),
      });
    },
    open: () =>
      act('Opening the encoder…', async () => {
        if (!source) return;
        const { encoder } = store.getState().study.draft;
        const { maxTokens, queryExpansion, specialTokens } = encoder;
        const settings = { dtype: dtype(), maxTokens, queryExpansion, specialTokens };
        const progress = callback((done: number, total: number) =>
          set({ progress: { done, total } }),
        );
        const { layers } = await engine.openEncoder(source, settings, progress);
        const spelled = source.kind === 'hub' ? source.id : `folder:${nameOf(source)}`;
        const revision = source.kind === 'hub' ? (source.revision ?? '') : '';
        set({ opened: spelled });
        setDraft({ ...encoder, source: spelled, revision }, layers);
      }),
    useEmbedded: () => {
      source = null;
      set({ found: null, error: null });
      const { encoder, layer } = parseStudyConfig({});
      setDraft(encoder, layer);
    },
    cancel: () => void engine.cancelEncoder(),
  };
}

function nameOf(source: EncoderSource): string {
  return source.kind === 'folder' ? source.name : '';
}
