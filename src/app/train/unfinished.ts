import * as v from 'valibot';
import { parseStudyConfig, type StudyConfig } from '../../report';
import type { DataSummary } from '../../worker';
import type { DataSource } from '../state';

const KEY = 'optical-bench.unfinished-study';

const schema = v.object({
  version: v.literal(1),
  /** Milliseconds since 1970. */
  at: v.number(),
  corpus: v.string(),
  /** Share of the study that was done, 0..1. */
  overall: v.number(),
  config: v.unknown(),
  source: v.variant('kind', [
    v.object({ kind: v.literal('sample') }),
    v.object({ kind: v.literal('stored'), hashes: v.array(v.string()) }),
    v.object({ kind: v.literal('files') }),
  ]),
  files: v.array(v.object({ path: v.string(), sha256: v.string() })),
});

/** A study that was stopped, or that a reload or a crash cut off; its checkpoints are the engine's. */
export type UnfinishedStudy = Omit<v.InferOutput<typeof schema>, 'config'> & {
  readonly config: StudyConfig;
};

/** Where the record lies; `localStorage` in the page. */
export type RecordStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Reads the record; one that is damaged or of another version counts as none. */
export function readUnfinished(storage: RecordStorage): UnfinishedStudy | null {
  try {
    const parsed = v.parse(schema, JSON.parse(storage.getItem(KEY) ?? 'null'));
    return { ...parsed, config: parseStudyConfig(parsed.config) };
  } catch {
    return null;
  }
}

/** Keeps the record; a storage that is full or closed costs the offer to resume, never the run. */
export function writeUnfinished(storage: RecordStorage, study: UnfinishedStudy): void {
  try {
    storage.setItem(KEY, JSON.stringify(study));
  } catch {}
}

export function clearUnfinished(storage: RecordStorage): void {
  try {
    storage.removeItem(KEY);
  } catch {}
}

/** The record of a study that begins now. */
export function unfinishedOf(
  config: StudyConfig,
  { corpus, files }: Pick<DataSummary, 'corpus' | 'files'>,
  source: DataSource,
  at: number,
): UnfinishedStudy {
  return {
    ...{ version: 1, at, corpus, overall: 0, config },
    source:
      source.kind === 'sample'
        ? { kind: 'sample' }
        : source.kind === 'stored'
          ? { kind: 'stored', hashes: [...source.hashes] }
          : { kind: 'files' },
    files: files.map(({ path, sha256 }) => ({ path, sha256 })),
  };
}

/** Whether what is loaded is what the study ran on. */
export function isSameData(
  { files }: Pick<UnfinishedStudy, 'files'>,
  loaded: Pick<DataSummary, 'files'> | null,
): boolean {
  const hashes = (list: readonly { readonly sha256: string }[]) =>
    list
      .map(({ sha256 }) => sha256)
      .toSorted()
      .join();
  return loaded !== null && hashes(files) === hashes(loaded.files);
}
