import { sha256 } from '../lib';
import { type AlignCommands, alignCommands } from './alignCommands';
import { type DataCommands, dataCommands } from './dataCommands';
import { type Engine, messageOf, startEngine } from './engine';
import { type GapCommands, gapCommands } from './gap/gapCommands';
import type { View } from './look/look';
import { type LookCommands, lookCommands } from './look/lookCommands';
import { syncUrl } from './look/syncUrl';
import { readUrl } from './look/urlText';
import { keepOffline, offlineWorld } from './offline';
import { type ReportCommands, reportCommands } from './reportCommands';
import { type RunCommands, runCommands } from './runs/runCommands';
import { indexedDbRuns } from './runs/runStore';
import { type ShelfCommands, shelfCommands } from './shelfCommands';
import { type AppStore, createAppStore, patch } from './store';
import { type StudyCommands, studyCommands } from './studyCommands';
import { type EncoderCommands, encoderCommands } from './train/encoderCommands';
import { followDraft } from './train/followDraft';

/** The application without its looks: the store and everything that changes it. */
export interface App {
  readonly store: AppStore;
  readonly look: LookCommands;
  readonly align: AlignCommands;
  readonly data: DataCommands;
  readonly shelf: ShelfCommands;
  readonly study: StudyCommands;
  readonly encoder: EncoderCommands;
  readonly report: ReportCommands;
  readonly runs: RunCommands;
  readonly gap: GapCommands;
  go(view: View): void;
  /** Says something once. A brief message goes away by itself. */
  notify(text: string, brief?: boolean): void;
  dismissNotice(text: string): void;
  /** Puts the address of this view on the clipboard. */
  copyLink(): Promise<void>;
}

/** Starts the engine and the first alignment. */
export function createApp(): App {
  const store = createAppStore(readUrl(location.search));
  const engine = startEngine((crash) => {
    patch(store, 'engine', { crash });
    patch(store, 'align', { busy: false, encoding: null });
    patch(store, 'data', { busy: null, progress: null });
    patch(store, 'shelf', { busy: null });
    patch(store, 'study', { running: false, cancelling: false, paused: 'no' });
  });
  const notify = (text: string, brief = false) =>
    store.setState(({ notices }) => ({
      notices: [...notices.filter((one) => one.text !== text), { text, brief }],
    }));
  const look = lookCommands(store);
  const runs = runCommands(store, {
    ...{ look, notify, hash: sha256, now: () => Date.now() },
    runs: indexedDbRuns(async (text) => (await import('./parseReport')).parseReport(text)),
  });
  const align = alignCommands(store, engine, { look, runs });
  const data = dataCommands(store, engine);
  const refresh = () => void readStatus(store, engine);
  const app: App = {
    store,
    look,
    align,
    data,
    shelf: shelfCommands(store, engine, data),
    study: studyCommands(store, engine, { data, runs, afterwards: refresh, storage: localStorage }),
    encoder: encoderCommands(store, engine),
    report: reportCommands(store),
    runs,
    gap: gapCommands(store, engine, { runs, data }),
    go: (view) => store.setState({ view }),
    notify,
    dismissNotice: (text) =>
      store.setState(({ notices }) => ({ notices: notices.filter((one) => one.text !== text) })),
    copyLink: async () => {
      try {
        await navigator.clipboard.writeText(location.href);
        notify('The link is on the clipboard. It carries settings, no data.', true);
      } catch (error) {
        notify(`The link could not be copied (${messageOf(error)}); it is in the address bar.`);
      }
    },
  };
  syncUrl(store);
  void runs.refresh();
  void app.study.findUnfinished();
  followDraft(store, engine, localStorage);
  // The picture first: the CPU answers while the device is still being opened.
  void align
    .start()
    .then(() => readStatus(store, engine))
    .then(() => {
      if (store.getState().engine.status?.state === 'ready') align.solve();
    })
    // What is kept for later must not be in the way of what is wanted now.
    .finally(() => void keepOffline(store, notify, offlineWorld()));
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
