import * as v from 'valibot';
import { parseStudyConfig, type StudyConfig } from '../../report';
import type { DataSummary } from '../../worker';
import type { DataSource } from '../state';

const KEY = 'optical-bench.unfinished-studies';
/** Checkpoints are kept for so long; without them there is nothing to resume. */
const DAYS = 14;

const schema = v.object({
  version: v.literal(1),
  /** Names the study: the same settings on the same files. */
  id: v.string(),
  /** Names under which the engine keeps its students; several after the page or the GPU changed. */
  kept: v.array(v.string()),
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

/** Reads the records, the latest first; one that is damaged, of another version or too old counts as none. */
export function readUnfinished(
  storage: RecordStorage,
  now: number = Date.now(),
): readonly UnfinishedStudy[] {
  return recordsIn(storage)
    .flatMap((record) => {
      const parsed = v.safeParse(schema, record);
      if (!parsed.success || now - parsed.output.at > DAYS * 86_400_000) return [];
      try {
        return [{ ...parsed.output, config: parseStudyConfig(parsed.output.config) }];
      } catch {
        return [];
      }
    })
    .toSorted((a, b) => b.at - a.at);
}

/** Keeps a record beside those of other studies; a storage that is full or closed costs the offer to resume, never the run. */
export function writeUnfinished(storage: RecordStorage, study: UnfinishedStudy): void {
  const others = readUnfinished(storage, study.at).filter(({ id }) => id !== study.id);
  put(storage, [study, ...others]);
}

export function clearUnfinished(storage: RecordStorage, id: string): void {
  put(
    storage,
    readUnfinished(storage).filter((one) => one.id !== id),
  );
}

function recordsIn(storage: RecordStorage): readonly unknown[] {
  try {
    const records: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(records) ? records : [];
  } catch {
    return [];
  }
}

function put(storage: RecordStorage, studies: readonly UnfinishedStudy[]): void {
  try {
    if (studies.length > 0) storage.setItem(KEY, JSON.stringify(studies));
    else storage.removeItem(KEY);
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
    ...{ version: 1, at, corpus, overall: 0, config, kept: [] },
    id: `${JSON.stringify(config)} ${hashesOf(files)}`,
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
  return loaded !== null && hashesOf(files) === hashesOf(loaded.files);
}

function hashesOf(files: readonly { readonly sha256: string }[]): string {
  return files
    .map(({ sha256 }) => sha256)
    .toSorted()
    .join();
}
