import { openStoreDatabase } from './database';
import { indexedDbFiles } from './indexedDbFiles';
import { indexedDbRecords } from './indexedDbRecords';
import { webLocks } from './locks';
import { opfsFiles } from './opfsFiles';
import { ShardStore } from './shardStore';
import type { StorageState } from './types';

/**
 * Opens the page's store. Must be called in a dedicated worker; `blobs` keeps the bytes in IndexedDB even where there
 * is a file system.
 *
 * @throws Error saying that the browser gives the page no storage.
 */
export async function openShardStore({
  name = 'corpora',
  blobs = false,
} = {}): Promise<ShardStore> {
  try {
    const database = await openStoreDatabase(name);
    const files = (blobs ? undefined : await opfsFiles(name)) ?? indexedDbFiles(database);
    const records = indexedDbRecords(database);
    return await ShardStore.open({
      ...{ files, records, locks: webLocks() },
      newName: () => crypto.randomUUID(),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The browser gives this page no storage (${why}); nothing can be kept.`, {
      cause: error,
    });
  }
}

/** How much room the page has; asks the browser anew. */
export async function storageState(store: ShardStore): Promise<StorageState> {
  const manager = navigator.storage as Partial<StorageManager> | undefined;
  const estimate = await manager?.estimate?.().catch(() => undefined);
  return {
    usage: estimate?.usage ?? null,
    quota: estimate?.quota ?? null,
    persisted: (await manager?.persisted?.().catch(() => null)) ?? null,
    shardBytes: await store.bytes(),
    backend: store.parts.files.backend,
  };
}
