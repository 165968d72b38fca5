import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { CheckpointStore, type SlotStorage } from '../train';

interface CheckpointSchema extends DBSchema {
  slots: {
    key: string;
    /** `at` is when it was written, milliseconds since 1970. */
    value: { readonly bytes: Uint8Array; readonly at: number };
    indexes: { at: number };
  };
}

const DATABASE = 'checkpoints';
/** Nobody comes back to a run after so many days; its states may be large. */
const DAYS = 14;
const MILLISECONDS_A_DAY = 86_400_000;

/**
 * The two checkpoint slots of a run in the browser's storage; each write is one transaction that is on the disk
 * when it resolves. Methods reject where there is no IndexedDB or the quota is spent.
 *
 * @param run names the run, e.g. by study and method; other runs are not touched.
 */
export function indexedDbSlots(run: string, database = DATABASE): SlotStorage {
  let opening: Promise<IDBPDatabase<CheckpointSchema>> | undefined;
  const open = () => {
    opening ??= openSlots(database);
    return opening;
  };
  return {
    async read(slot) {
      return (await (await open()).get('slots', `${run}/${slot}`))?.bytes;
    },
    async write(slot, bytes) {
      const transaction = (await open()).transaction('slots', 'readwrite', {
        durability: 'strict',
      });
      const key = `${run}/${slot}`;
      const write =
        bytes.length > 0
          ? transaction.store.put({ bytes, at: Date.now() }, key)
          : transaction.store.delete(key);
      await Promise.all([write, transaction.done]);
    },
  };
}

/** The checkpoints of a run in the browser's storage. */
export function indexedDbCheckpoints(run: string): CheckpointStore {
  return new CheckpointStore(indexedDbSlots(run), run);
}

/** The same, and tells under which name the students of a study are kept, once. */
export function toldCheckpoints(tell: (study: string) => void): (run: string) => CheckpointStore {
  let told = false;
  return (run) => {
    if (!told) tell(run.split('/', 1)[0]!);
    told = true;
    return indexedDbCheckpoints(run);
  };
}

/**
 * Forgets the checkpoints of some studies, and no others.
 *
 * @param studies as `toldCheckpoints` named them
 * @throws DOMException where the storage fails
 */
export async function forgetStudies(
  studies: readonly string[],
  database = DATABASE,
): Promise<void> {
  const db = await openSlots(database);
  try {
    const transaction = db.transaction('slots', 'readwrite');
    // A key is STUDY/STUDENT/SLOT, and `0` the character after the slash.
    const ranges = studies.map((study) => IDBKeyRange.bound(`${study}/`, `${study}0`, false, true));
    await Promise.all([
      ...ranges.map((range) => transaction.store.delete(range)),
      transaction.done,
    ]);
  } finally {
    db.close();
  }
}

/**
 * Forgets the checkpoints that are older than two weeks, or all.
 *
 * @returns why that failed, undefined where it did not: without storage there is nothing to forget.
 */
export async function forgetCheckpoints(
  which: 'old' | 'all',
  database = DATABASE,
): Promise<string | undefined> {
  try {
    const db = await openSlots(database);
    const before = which === 'all' ? undefined : Date.now() - DAYS * MILLISECONDS_A_DAY;
    const range = before === undefined ? undefined : IDBKeyRange.upperBound(before);
    const transaction = db.transaction('slots', 'readwrite');
    const keys = await transaction.store.index('at').getAllKeys(range);
    await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
    db.close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function openSlots(database: string): Promise<IDBPDatabase<CheckpointSchema>> {
  return openDB<CheckpointSchema>(database, 1, {
    upgrade: (created) => {
      created.createObjectStore('slots').createIndex('at', 'at');
    },
  });
}
