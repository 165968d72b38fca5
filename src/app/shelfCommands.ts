import type { ShardRecord } from '../worker';
import type { DataCommands } from './dataCommands';
import { type Engine, messageOf } from './engine';
import { formatBytes } from './format';
import { type AppStore, patch } from './store';

/** What can be done with data that is kept in this browser; failures are in the state. */
export interface ShelfCommands {
  /** Asks the store anew: another tab may have changed it. */
  refresh(): Promise<void>;
  /** Keeps what is loaded. */
  keep(licence: string): Promise<boolean>;
  open(hashes: readonly string[]): Promise<boolean>;
  remove(shard: ShardRecord): Promise<boolean>;
  dismiss(): void;
}

export function shelfCommands(store: AppStore, engine: Engine, data: DataCommands): ShelfCommands {
  const refresh = async () => {
    try {
      const [shards, storage] = await Promise.all([engine.listShards(), engine.storage()]);
      patch(store, 'shelf', { shards, storage });
    } catch (error) {
      patch(store, 'shelf', { shards: [], error: messageOf(error) });
    }
  };
  const act = async (busy: string, work: () => Promise<string>): Promise<boolean> => {
    if (store.getState().shelf.busy) return false;
    patch(store, 'shelf', { busy, note: null, error: null });
    try {
      patch(store, 'shelf', { note: await work() });
      return true;
    } catch (error) {
      patch(store, 'shelf', { error: messageOf(error) });
      return false;
    } finally {
      patch(store, 'shelf', { busy: null });
      await refresh();
    }
  };

  return {
    refresh,
    keep: (licence) =>
      act('Keeping the rows…', async () => {
        const kept = await engine.keepLoaded({ licence, added: Date.now() });
        await askToPersist();
        const names = kept.map(({ name }) => name).join(' and ');
        return `${names} ${kept.length > 1 ? 'are' : 'is'} kept in this browser.`;
      }),
    open: (hashes) => data.openStored(hashes),
    remove: (shard) =>
      act('Deleting…', async () => {
        const bytes = await engine.deleteShard(shard.hash);
        return `${shard.name} is deleted; ${formatBytes(bytes)} are free again.`;
      }),
    dismiss: () => patch(store, 'shelf', { note: null, error: null }),
  };
}

/** Only a page may ask; a browser that says no may clear the store when the disk runs full. */
async function askToPersist(): Promise<void> {
  const storage = navigator.storage as Partial<StorageManager> | undefined;
  if (!storage?.persist || (await storage.persisted?.())) return;
  await storage.persist().catch(() => false);
}
