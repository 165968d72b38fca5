import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { StudyReport } from '../../report';
import type { RunGroups } from './keepGroups';
import type { Run, RunFile, RunSummary } from './runRecord';

interface RunSchema extends DBSchema {
  summaries: { key: string; value: RunSummary };
  reports: { key: string; value: string };
  files: { key: [string, string]; value: Blob };
}

type Db = IDBPDatabase<RunSchema>;

/** Runs in the browser's storage; each change is one transaction. All reject where there is no storage. */
export interface RunStore {
  /** Oldest first; those that are deleted are not listed. */
  list(): Promise<RunSummary[]>;
  get(id: string): Promise<Run | undefined>;
  file(id: string, name: string): Promise<Blob | undefined>;
  /** A run of the same id is replaced; its name stays, and so do the groups that a reader made. */
  put(run: Run, files: readonly RunFile[]): Promise<RunSummary>;
  rename(id: string, name: string): Promise<void>;
  regroup(id: string, groups: RunGroups | null): Promise<void>;
  /** Hides a run; `restore` brings it back until `sweep`. */
  remove(id: string, at: number): Promise<void>;
  restore(id: string): Promise<void>;
  /** Forgets runs that were deleted before a time. */
  sweep(before: number): Promise<void>;
}

/**
 * Opens the runs.
 *
 * @param parse checks what was written by an earlier version of the page.
 */
export function indexedDbRuns(
  parse: (text: string) => Promise<StudyReport>,
  database = 'runs',
): RunStore {
  let opening: Promise<Db> | undefined;
  const open = () => {
    opening ??= openDB<RunSchema>(database, 1, {
      upgrade(db) {
        db.createObjectStore('summaries', { keyPath: 'id' });
        db.createObjectStore('reports');
        db.createObjectStore('files');
      },
    });
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };
  const change = async (id: string, with_: Partial<RunSummary>) => {
    const transaction = (await open()).transaction('summaries', 'readwrite');
    const old = await transaction.store.get(id);
    if (old) await transaction.store.put({ ...old, ...with_ });
    await transaction.done;
  };
  return {
    async list() {
      const all = await (await open()).getAll('summaries');
      return all
        .filter(({ deletedAt }) => deletedAt === null)
        .toSorted((a, b) => a.addedAt - b.addedAt);
    },
    async get(id) {
      const db = await open();
      const [summary, text] = await Promise.all([db.get('summaries', id), db.get('reports', id)]);
      return summary && text !== undefined ? { summary, report: await parse(text) } : undefined;
    },
    file: async (id, name) => (await open()).get('files', [id, name]),
    put: async (run, files) => put(await open(), run, files),
    rename: (id, name) => change(id, { name }),
    regroup: (id, groups) => change(id, { groups }),
    remove: (id, deletedAt) => change(id, { deletedAt }),
    restore: (id) => change(id, { deletedAt: null }),
    sweep: async (before) => sweep(await open(), before),
  };
}

async function put(db: Db, run: Run, files: readonly RunFile[]): Promise<RunSummary> {
  const { id } = run.summary;
  const transaction = db.transaction(['summaries', 'reports', 'files'], 'readwrite');
  const summaries = transaction.objectStore('summaries');
  const old = await summaries.get(id);
  const names = new Set([...(old?.files ?? []), ...files.map(({ name }) => name)]);
  const summary = {
    ...run.summary,
    ...(old && { name: old.name, addedAt: old.addedAt }),
    ...(old?.groups && { groups: old.groups }),
    files: [...names].sort(),
  };
  await Promise.all([
    summaries.put(summary),
    transaction.objectStore('reports').put(JSON.stringify(run.report), id),
    ...files.map(({ name, content }) => transaction.objectStore('files').put(content, [id, name])),
    transaction.done,
  ]);
  return summary;
}

async function sweep(db: Db, before: number): Promise<void> {
  const transaction = db.transaction(['summaries', 'reports', 'files'], 'readwrite');
  for (const { id, deletedAt } of await transaction.objectStore('summaries').getAll()) {
    if (deletedAt === null || deletedAt >= before) continue;
    await transaction.objectStore('summaries').delete(id);
    await transaction.objectStore('reports').delete(id);
    await transaction.objectStore('files').delete(IDBKeyRange.bound([id, ''], [id, '\uffff']));
  }
  await transaction.done;
}
