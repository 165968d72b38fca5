import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { SlotStorage } from '../train';

interface CheckpointSchema extends DBSchema {
  slots: { key: string; value: Uint8Array };
}

/**
 * The two checkpoint slots of a run in the browser's storage; each write is one transaction that is on the disk
 * when it resolves. Methods reject where there is no IndexedDB or the quota is spent.
 *
 * @param run names the run, e.g. by study and method; other runs are not touched.
 */
export function indexedDbSlots(run: string, database = 'checkpoints'): SlotStorage {
  let opening: Promise<IDBPDatabase<CheckpointSchema>> | undefined;
  const open = () => {
    opening ??= openDB<CheckpointSchema>(database, 1, {
      upgrade: (created) => {
        created.createObjectStore('slots');
      },
    });
    return opening;
  };
  return {
    async read(slot) {
      return (await open()).get('slots', `${run}/${slot}`);
    },
    async write(slot, bytes) {
      const transaction = (await open()).transaction('slots', 'readwrite', {
        durability: 'strict',
      });
      const key = `${run}/${slot}`;
      const write =
        bytes.length > 0 ? transaction.store.put(bytes, key) : transaction.store.delete(key);
      await Promise.all([write, transaction.done]);
    },
  };
}
