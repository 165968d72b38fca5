import type { StudyReport } from '../../report';
import { messageOf } from '../engine';
import type { LocalFile } from '../localFiles';
import type { LookCommands } from '../look/lookCommands';
import { saveFile } from '../saveFile';
import { reportWithId } from '../state';
import { type AppStore, patch } from '../store';
import { keepGroups } from './keepGroups';
import { type Hash, type Run, type RunFile, type RunSummary, runId, summaryOf } from './runRecord';
import type { RunStore } from './runStore';

/** What can be done with runs. Where the browser stores nothing they live until the page is closed. */
export interface RunCommands {
  /** Lists what is stored. */
  refresh(): Promise<void>;
  /** Keeps a run that was just trained here, shows it as run A, and gives its id. */
  add(report: StudyReport, files: readonly RunFile[]): Promise<string>;
  /** Takes bundles and bare reports; the last one becomes run A. */
  open(files: readonly LocalFile[]): Promise<void>;
  /** Saves a run as a bundle. */
  save(id: string): Promise<void>;
  /** The files that a run's bundle has, with their sizes. */
  contents(id: string): Promise<readonly BundledFile[]>;
  /** Saves one of them alone. */
  saveFile(id: string, name: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** Adds files to a run that is there, such as a `queries.csv` that was written elsewhere. */
  attach(id: string, files: readonly RunFile[]): Promise<void>;
  /** A run with its report, once the runs were listed; undefined where it is not in this browser. */
  find(id: string): Promise<Run | undefined>;
  /** A file of a run, such as `queries.csv`. */
  file(id: string, name: string): Promise<Blob | undefined>;
  pin(side: 'a' | 'b', id: string | null): void;
  swap(): void;
}

/** A file of a bundle. */
export interface BundledFile {
  readonly name: string;
  readonly bytes: number;
}

interface Outside {
  readonly runs: RunStore;
  readonly look: LookCommands;
  readonly hash: Hash;
  readonly now: () => number;
  readonly notify: (message: string) => void;
}

/** Zip and tables, which nobody needs before there is a run. */
const bundles = () => import('./runBundle');

/** A deleted run can be brought back for so many milliseconds. */
const UNDO = 24 * 3_600_000;

export function runCommands(store: AppStore, outside: Outside): RunCommands {
  const { runs, look, notify } = outside;
  // What could not be stored; kept while the page is open.
  const unstored = new Map<string, readonly RunFile[]>();

  let listing: Promise<void> | undefined;
  const refresh = async () => {
    try {
      await runs.sweep(outside.now() - UNDO);
      patch(store, 'runs', { list: await runs.list() });
      const { a, b } = store.getState().look;
      await Promise.all([fetchReport(a), fetchReport(b)]);
    } catch (error) {
      patch(store, 'runs', { error: `Runs cannot be stored here: ${messageOf(error)}` });
    }
  };
  const keep = async (run: Run, files: readonly RunFile[]) => {
    let { summary } = run;
    try {
      summary = await runs.put(run, files);
    } catch (error) {
      unstored.set(summary.id, files);
      summary = { ...summary, files: files.map(({ name }) => name) };
      notify(`The run is not stored (${messageOf(error)}): save its bundle before you leave.`);
    }
    const { list, reports } = store.getState().runs;
    patch(store, 'runs', {
      list: [...list.filter(({ id }) => id !== summary.id), summary],
      reports: { ...reports, [summary.id]: run.report },
    });
    return summary.id;
  };
  /** Puts a run's report into the state; false where there is none. @throws Error where it cannot be read. */
  const hasReport = async (id: string): Promise<boolean> => {
    if (reportWithId(store.getState().runs, id)) return true;
    const run = await runs.get(id);
    if (!run) return false;
    const { reports } = store.getState().runs;
    patch(store, 'runs', { reports: { ...reports, [id]: run.report } });
    return true;
  };
  const fetchReport = async (id: string | null) => {
    try {
      if (id === null || (await hasReport(id))) return;
      notify(`The run ${id} is not in this browser: import its bundle to see it.`);
    } catch (error) {
      notify(`The run ${id} cannot be read (${messageOf(error)}): import its bundle to see it.`);
    }
  };
  const change = async (id: string, work: () => Promise<void>, with_: Partial<RunSummary>) => {
    await work().catch((error: unknown) => notify(`Not stored: ${messageOf(error)}`));
    const { list } = store.getState().runs;
    patch(store, 'runs', { list: list.map((one) => (one.id === id ? { ...one, ...with_ } : one)) });
  };
  const find = async (id: string): Promise<Run | undefined> => {
    await listing;
    // Whoever asks says what is missing; asked for at every move of a slider, it is said there alone.
    if (!(await hasReport(id))) return undefined;
    const { runs: state } = store.getState();
    const [summary, report] = [state.list.find((one) => one.id === id), reportWithId(state, id)];
    return summary && report ? { summary, report } : undefined;
  };
  const bundled = async function* (id: string) {
    const run = await find(id);
    if (!run) return;
    const { bundleFiles } = await bundles();
    yield* bundleFiles(run, filesOf(runs, run.summary, unstored.get(id)));
  };
  store.subscribe(({ look: { a, b } }, before) => {
    if (a !== before.look.a) void fetchReport(a);
    if (b !== before.look.b) void fetchReport(b);
  });

  keepGroups(store, {
    look,
    regroup: (id, groups) => {
      const { list } = store.getState().runs;
      if (list.some((one) => one.id === id))
        void change(id, () => runs.regroup(id, groups), { groups });
    },
  });

  return {
    refresh: () => {
      listing = refresh();
      return listing;
    },
    add: async (report, files) => {
      const id = await runId(report, outside.hash);
      const about = { id, addedAt: outside.now(), origin: 'trained here' } as const;
      await keep({ summary: summaryOf(report, about), report }, files);
      look.set({ a: id });
      return id;
    },
    open: async (files) => {
      patch(store, 'runs', { error: null });
      for (const file of files)
        try {
          const {
            about,
            report,
            files: own,
          } = await (await bundles()).unpackRun(file.path, file.blob);
          const id = await runId(report, outside.hash);
          const summary = summaryOf(report, { ...about, id, origin: 'imported' });
          look.set({ a: await keep({ summary, report }, own) });
        } catch (error) {
          patch(store, 'runs', { error: `${file.path}: ${messageOf(error)}` });
          return;
        }
    },
    save: async (id) => {
      try {
        const run = await find(id);
        if (!run) return;
        const { packRun } = await bundles();
        const bundle = await packRun(run, filesOf(runs, run.summary, unstored.get(id)));
        saveFile(`${id}.zip`, 'application/zip', bundle);
      } catch (error) {
        notify(`The bundle cannot be made: ${messageOf(error)}`);
      }
    },
    contents: async (id) => {
      const sizes: BundledFile[] = [];
      for await (const { name, content } of bundled(id)) sizes.push({ name, bytes: content.size });
      return sizes;
    },
    saveFile: async (id, name) => {
      try {
        for await (const file of bundled(id))
          if (file.name === name) {
            saveFile(name.replaceAll('/', '.'), 'application/octet-stream', file.content);
            return;
          }
        throw new Error('the run has no such file');
      } catch (error) {
        notify(`${name} cannot be saved: ${messageOf(error)}`);
      }
    },
    rename: (id, name) => change(id, () => runs.rename(id, name), { name }),
    remove: async (id) => {
      const at = outside.now();
      const { a, b } = store.getState().look;
      if (a === id) look.set({ a: null });
      if (b === id) look.set({ b: null });
      await change(id, () => runs.remove(id, at), { deletedAt: at });
    },
    restore: (id) => change(id, () => runs.restore(id), { deletedAt: null }),
    attach: async (id, files) => {
      const summary = store.getState().runs.list.find((one) => one.id === id);
      const report = reportWithId(store.getState().runs, id);
      if (!summary || !report) throw new Error(`The run ${id} is not in this browser.`);
      await keep({ summary, report }, [...(unstored.get(id) ?? []), ...files]);
    },
    find,
    file: async (id, name) =>
      unstored.get(id)?.find((one) => one.name === name)?.content ?? runs.file(id, name),
    pin: (side, id) => look.set(side === 'a' ? { a: id } : { b: id }),
    swap: () => {
      const { a, b } = store.getState().look;
      look.set({ a: b, b: a });
    },
  };
}

async function* filesOf(
  runs: RunStore,
  { id, files }: RunSummary,
  unstored: readonly RunFile[] | undefined,
): AsyncGenerator<RunFile> {
  if (unstored) yield* unstored;
  else
    for (const name of files) {
      const content = await runs.file(id, name);
      if (content) yield { name, content };
    }
}
