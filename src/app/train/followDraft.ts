import { type Engine, messageOf } from '../engine';
import type { AppState } from '../state';
import { type AppStore, patch } from '../store';
import { shareEncoded } from './encodedTexts';
import { shownEstimate } from './estimate';
import { readStepTimes } from './stepTimes';
import type { RecordStorage } from './unfinished';

/** Milliseconds without a change before the draft is looked at. */
const QUIET = 400;

/** Keeps the estimate of the draft up to date while the Train screen is shown; the latest draft wins. */
export function followDraft(store: AppStore, engine: Engine, storage: RecordStorage): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const look = async () => {
    const mine = ++asked;
    const { study, data, engine: gpu } = store.getState();
    try {
      const found = await engine.estimate(study.draft);
      if (mine !== asked) return;
      const adapter = gpu.status?.state === 'ready' ? nameOf(gpu.status.adapter) : '';
      const { texts } = found;
      const files = data.summary?.files ?? [];
      const encoded = shareEncoded(storage, { config: study.draft, files, texts });
      const estimate = shownEstimate(found, adapter, readStepTimes(storage), encoded);
      patch(store, 'study', { estimate, estimateError: null });
    } catch (error) {
      if (mine === asked)
        patch(store, 'study', { estimate: null, estimateError: messageOf(error) });
    }
  };
  store.subscribe((state, before) => {
    if (!isWanted(state) || sameQuestion(state, before)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), QUIET);
  });
}

function isWanted({ view, study, data, engine }: AppState): boolean {
  return (
    view === 'train' && !study.running && data.summary !== null && engine.status?.state === 'ready'
  );
}

function sameQuestion(state: AppState, before: AppState): boolean {
  return (
    isWanted(before) &&
    state.study.draft === before.study.draft &&
    state.data.loads === before.data.loads
  );
}

/** As reports name the adapter. */
function nameOf(adapter: {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
}): string {
  const { vendor, architecture, device, description } = adapter;
  return [vendor, architecture, device, description].filter(Boolean).join(' ') || 'unnamed adapter';
}
