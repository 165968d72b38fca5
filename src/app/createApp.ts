import { type AlignCommands, alignCommands } from './alignCommands';
import { type DataCommands, dataCommands } from './dataCommands';
import { type Engine, messageOf, startEngine } from './engine';
import type { View } from './look/look';
import { type LookCommands, lookCommands } from './look/lookCommands';
import { syncUrl } from './look/syncUrl';
import { readUrl } from './look/urlText';
import { type ReportCommands, reportCommands } from './reportCommands';
import { type ShelfCommands, shelfCommands } from './shelfCommands';
import { type AppStore, createAppStore, patch } from './store';
import { type StudyCommands, studyCommands } from './studyCommands';

/** The application without its looks: the store and everything that changes it. */
export interface App {
  readonly store: AppStore;
  readonly look: LookCommands;
  readonly align: AlignCommands;
  readonly data: DataCommands;
  readonly shelf: ShelfCommands;
  readonly study: StudyCommands;
  readonly report: ReportCommands;
  go(view: View): void;
}

/** Starts the engine and the first alignment. */
export function createApp(): App {
  const store = createAppStore(readUrl(location.search));
  const engine = startEngine((crash) => {
    patch(store, 'engine', { crash });
    patch(store, 'align', { busy: false, encoding: null });
    patch(store, 'data', { busy: null, progress: null });
    patch(store, 'shelf', { busy: null });
    patch(store, 'study', { running: false, cancelling: false });
  });
  const align = alignCommands(store, engine);
  const data = dataCommands(store, engine);
  const refresh = () => void readStatus(store, engine);
  const app: App = {
    store,
    look: lookCommands(store),
    align,
    data,
    shelf: shelfCommands(store, engine, data),
    study: studyCommands(store, engine, data, refresh),
    report: reportCommands(store),
    go: (view) => store.setState({ view }),
  };
  syncUrl(store);
  // The picture first: the CPU answers while the device is still being opened.
  void align
    .start()
    .then(() => readStatus(store, engine))
    .then(() => {
      if (store.getState().engine.status?.state === 'ready') align.solve();
    });
  return app;
}

async function readStatus(store: AppStore, engine: Engine): Promise<void> {
  try {
    patch(store, 'engine', { status: await engine.status() });
  } catch (error) {
    const status = { state: 'no-device', message: messageOf(error) } as const;
    patch(store, 'engine', { status });
  }
}
