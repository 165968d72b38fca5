import type { StoreDatabase } from './database';
import type { ShardRecords } from './types';

/** Records in IndexedDB, on the disk when a write resolves. */
export function indexedDbRecords(database: StoreDatabase): ShardRecords {
  const write = () =>
    database.transaction(['records', 'problems'], 'readwrite', { durability: 'strict' });
  return {
    get: (hash) => database.get('records', hash),
    list: () => database.getAll('records'),
    problems: async (hash) => (await database.get('problems', hash)) ?? [],
    async put(record, problems) {
      const transaction = write();
      await Promise.all([
        transaction.objectStore('records').put(record, record.hash),
        problems && transaction.objectStore('problems').put(problems, record.hash),
        transaction.done,
      ]);
    },
    async remove(hash) {
      const transaction = write();
      await Promise.all([
        transaction.objectStore('records').delete(hash),
        transaction.objectStore('problems').delete(hash),
        transaction.done,
      ]);
    },
  };
}
