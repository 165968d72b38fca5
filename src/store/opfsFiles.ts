import type { ShardFiles } from './types';

// TypeScript's DOM library has only what a page may call; this runs in a dedicated worker.
interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  flush(): void;
  close(): void;
}
type WorkerFileHandle = FileSystemFileHandle & {
  createSyncAccessHandle?(): Promise<SyncAccessHandle>;
  move?(name: string): Promise<void>;
};
type ListedDirectory = FileSystemDirectoryHandle & { keys(): AsyncIterable<string> };

/** Bytes copied at a time where the browser cannot rename. */
const PIECE = 2 ** 20;

/**
 * Files in the origin private file system.
 *
 * @returns undefined where the browser has none, as in a page without a secure context or some private windows.
 */
export async function opfsFiles(folder: string): Promise<ShardFiles | undefined> {
  const storage = navigator.storage as Partial<StorageManager> | undefined;
  if (!storage?.getDirectory) return undefined;
  if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return undefined;
  try {
    const root = await storage.getDirectory();
    return inDirectory(
      (await root.getDirectoryHandle(folder, { create: true })) as ListedDirectory,
    );
  } catch {
    return undefined;
  }
}

function inDirectory(directory: ListedDirectory): ShardFiles {
  const handleOf = async (name: string) => {
    try {
      return (await directory.getFileHandle(name)) as WorkerFileHandle;
    } catch (error) {
      if ((error as DOMException).name === 'NotFoundError') return undefined;
      throw error;
    }
  };
  const remove = async (name: string) => {
    if (await handleOf(name)) await directory.removeEntry(name);
  };
  const create: ShardFiles['create'] = async (name) => {
    const handle = (await directory.getFileHandle(name, { create: true })) as WorkerFileHandle;
    const access = await handle.createSyncAccessHandle!();
    let at = 0;
    return {
      async write(bytes) {
        const written = access.write(bytes, { at });
        if (written !== bytes.length)
          throw new DOMException(`wrote ${written} of ${bytes.length} bytes`, 'QuotaExceededError');
        at += written;
      },
      async close() {
        try {
          access.flush();
        } finally {
          access.close();
        }
      },
    };
  };
  return {
    backend: 'opfs',
    create,
    remove,
    read: async (name) => (await handleOf(name))?.getFile(),
    async rename(from, to) {
      const handle = await handleOf(from);
      if (!handle) throw new Error(`there is no file ${from}`);
      await remove(to);
      if (handle.move) return handle.move(to);
      await copy(await handle.getFile(), await create(to));
      await remove(from);
    },
    async names() {
      const names: string[] = [];
      for await (const name of directory.keys()) names.push(name);
      return names;
    },
  };
}

async function copy(from: Blob, to: Awaited<ReturnType<ShardFiles['create']>>): Promise<void> {
  try {
    for (let at = 0; at < from.size; at += PIECE)
      await to.write(new Uint8Array(await from.slice(at, at + PIECE).arrayBuffer()));
  } finally {
    await to.close();
  }
}
