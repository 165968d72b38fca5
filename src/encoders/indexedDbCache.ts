import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { CachedVectors, VectorCache } from './cache';

interface VectorSchema extends DBSchema {
  vectors: { key: string; value: CachedVectors };
}

/** A transaction holds its values until it commits, so large calls are split at this many bytes. */
const TRANSACTION_BYTES = 32 * 2 ** 20;

type Entry = readonly [string, CachedVectors];

/** Consecutive entries, each group at most `TRANSACTION_BYTES` of vectors unless it is a single entry. */
function groups(entries: readonly Entry[]): Entry[][] {
  const found: Entry[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    bytes += entry[1].vectors.byteLength;
    if (bytes > TRANSACTION_BYTES) {
      found.push([]);
      bytes = entry[1].vectors.byteLength;
    }
    found.at(-1)?.push(entry);
  }
  return found;
}

/**
 * A cache in the browser's storage, float32 as computed; opened at first use.
 *
 * Its methods reject where there is no IndexedDB or the quota is spent; `withCache` turns that into a note.
 */
export function indexedDbCache(name = 'encoderVectors'): VectorCache {
  let opening: Promise<IDBPDatabase<VectorSchema>> | undefined;
  const open = () => {
    opening ??= openDB<VectorSchema>(name, 1, {
      upgrade: (database) => {
        database.createObjectStore('vectors');
      },
    });
    return opening;
  };
  return {
    async get(keys) {
      const store = (await open()).transaction('vectors').store;
      return Promise.all(keys.map((key) => store.get(key)));
    },
    async put(entries) {
      const database = await open();
      for (const group of groups(entries)) {
        const transaction = database.transaction('vectors', 'readwrite', { durability: 'relaxed' });
        const writes = group.map(([key, value]) => transaction.store.put(value, key));
        await Promise.all([...writes, transaction.done]);
      }
    },
  };
}
