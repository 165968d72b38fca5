import type { EngineFile } from '../worker';

/** A file the user handed over, read only when it is needed. */
export interface LocalFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** More than this is refused before it fills the memory. */
export const MOST_BYTES = 1024 ** 3;

/** Files from a picker; those of a folder keep their path in it. */
export function fromPicker(files: Iterable<File>): LocalFile[] {
  return [...files].filter((file) => !isHidden(file.name)).map((file) => local(file));
}

/** Files and whole folders from a drop. Must be called in the event, before anything is awaited. */
export function fromDrop(transfer: DataTransfer): Promise<LocalFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const loose = [...transfer.files];
  if (entries.some((entry) => entry === null)) return Promise.resolve(fromPicker(loose));
  return Promise.all(entries.map((entry) => walk(entry!))).then((found) => found.flat());
}

/** Reads files for the engine. @throws Error naming a file that cannot be read. */
export async function readAll(files: readonly LocalFile[]): Promise<EngineFile[]> {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total > MOST_BYTES)
    throw new Error(`These files hold ${total} bytes; at most 1 GiB is read.`);
  return Promise.all(
    files.map(async ({ path, read }) => {
      const bytes = await read().catch((error: unknown) => {
        throw new Error(
          `${path} cannot be read: ${error instanceof Error ? error.message : error}`,
        );
      });
      return { path, bytes };
    }),
  );
}

function local(file: File, path = file.webkitRelativePath || file.name): LocalFile {
  return { path, size: file.size, read: async () => new Uint8Array(await file.arrayBuffer()) };
}

async function walk(entry: FileSystemEntry): Promise<LocalFile[]> {
  if (isHidden(entry.name)) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    return [local(file, entry.fullPath.replace(/^\//, ''))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: LocalFile[] = [];
  // A reader gives at most 100 entries a call and says that it is done with an empty list.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (!batch.length) return found;
    for (const child of batch) found.push(...(await walk(child)));
  }
}

function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX';
}
