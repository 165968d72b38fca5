import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { ReadProblem } from '../data';
import type { ShardRecord } from './types';

export interface StoreSchema extends DBSchema {
  records: { key: string; value: ShardRecord };
  problems: { key: string; value: readonly ReadProblem[] };
  /** Where there is no file system: how many chunks a file has and whose they are. */
  files: { key: string; value: { readonly id: string; readonly chunks: number } };
  chunks: { key: [id: string, index: number]; value: Blob };
}

export type StoreDatabase = IDBPDatabase<StoreSchema>;

/** Opens the database of the store. @throws DOMException where there is no IndexedDB. */
export function openStoreDatabase(name: string): Promise<StoreDatabase> {
  return openDB<StoreSchema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('records');
      database.createObjectStore('problems');
      database.createObjectStore('files');
      database.createObjectStore('chunks');
    },
    // A later version in another tab may go on; this one opens again at its next call.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
}
