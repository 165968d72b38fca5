import { version } from '../../package.json';
import { type CurvePoint, parseStudyConfig, type StudyConfig, type StudyEvent } from '../report';
import { appendPoints } from './curve';
import type { DataCommands } from './dataCommands';
import { callback, type Engine, messageOf } from './engine';
import type { RunCommands } from './runs/runCommands';
import type { RunFile } from './runs/runRecord';
import { type AppStore, patch } from './store';

/** Milliseconds between two redraws of what a run tells. */
const REDRAW = 250;

/** What the study screen can do. */
export interface StudyCommands {
  edit(draft: StudyConfig): void;
  reset(): void;
  /** Runs the draft; loads the embedded sample first when no corpus is loaded. */
  run(): Promise<void>;
  cancel(): Promise<void>;
}

interface Around {
  readonly data: DataCommands;
  readonly runs: RunCommands;
  readonly afterwards: () => void;
}

/** Where a file of the engine stands in a run: students are its weights, tables stand beside the report. */
function bundleName(name: string): string {
  return name.replace(/^students\//, 'weights/').replace(/^tables\//, '');
}

export function studyCommands(
  store: AppStore,
  engine: Engine,
  { data, runs, afterwards }: Around,
): StudyCommands {
  const run = async () => {
    if (store.getState().study.running) return;
    const fresh = { progress: null, curves: [], notes: [], error: null, cancelling: false };
    patch(store, 'study', { ...fresh, running: true });
    const events = collector(store);
    try {
      const config = parseStudyConfig(store.getState().study.draft);
      if (!store.getState().data.summary && !(await data.loadSample()))
        throw new Error(store.getState().data.error ?? 'The embedded sample could not be loaded.');
      const files: RunFile[] = [];
      const report = await engine.runStudy(
        config,
        environment(),
        callback(events.take),
        { files: { perQuery: true, students: { whole: false } } },
        callback(async (name: string, content: Blob) => {
          files.push({ name: bundleName(name), content });
        }),
      );
      await runs.add(report, files);
      store.setState({ view: 'gap' });
    } catch (error) {
      const cancelled =
        store.getState().study.cancelling || (error as Error)?.name === 'AbortError';
      patch(store, 'study', { error: cancelled ? 'Run cancelled.' : messageOf(error) });
    }
    events.flush();
    patch(store, 'study', { running: false, cancelling: false });
    afterwards();
  };

  return {
    edit: (draft) => patch(store, 'study', { draft }),
    reset: () => patch(store, 'study', { draft: parseStudyConfig({}), error: null }),
    run,
    cancel: async () => {
      patch(store, 'study', { cancelling: true });
      await engine.cancel().catch((error: unknown) => {
        patch(store, 'study', { error: messageOf(error), cancelling: false });
      });
    },
  };
}

/** Gathers events and hands them to the store a few times a second. */
function collector(store: AppStore): { take: (event: StudyEvent) => void; flush: () => void } {
  let points: CurvePoint[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let last: StudyEvent | null = null;
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    const { curves } = store.getState().study;
    if (points.length) patch(store, 'study', { curves: appendPoints(curves, points) });
    if (last?.type === 'progress') patch(store, 'study', { progress: last });
    points = [];
    last = null;
  };
  const take = (event: StudyEvent) => {
    if (event.type === 'note') {
      patch(store, 'study', { notes: [...store.getState().study.notes, event.message] });
      return;
    }
    if (event.type === 'curve') points.push(event.point);
    else last = event;
    timer ??= setTimeout(flush, REDRAW);
  };
  return { take, flush };
}

function environment() {
  const commit: unknown = import.meta.env.VITE_COMMIT;
  return {
    browser: navigator.userAgent,
    commit: typeof commit === 'string' ? commit : 'unknown',
    versions: { 'optical-bench': version },
  };
}
