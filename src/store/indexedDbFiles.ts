import type { StoreDatabase } from './database';
import type { ShardFiles } from './types';

/** Bytes of a stored blob: a transaction holds its values in memory until it commits. */
const CHUNK = 2 ** 23;

/** Files as blobs in IndexedDB, for browsers without a file system of the page. */
export function indexedDbFiles(database: StoreDatabase): ShardFiles {
  const remove = async (name: string) => {
    const transaction = database.transaction(['files', 'chunks'], 'readwrite');
    const file = await transaction.objectStore('files').get(name);
    if (file) {
      await transaction.objectStore('files').delete(name);
      await transaction.objectStore('chunks').delete(chunksOf(file.id));
    }
    await transaction.done;
  };
  return {
    backend: 'indexeddb',
    remove,
    async create(name) {
      await remove(name);
      await database.put('files', { id: name, chunks: 0 }, name);
      return new BlobWriter(database, name);
    },
    async rename(from, to) {
      await remove(to);
      const transaction = database.transaction('files', 'readwrite', { durability: 'strict' });
      const file = await transaction.store.get(from);
      if (file) {
        await transaction.store.put(file, to);
        await transaction.store.delete(from);
      }
      await transaction.done;
      if (!file) throw new Error(`there is no file ${from}`);
    },
    async read(name) {
      const file = await database.get('files', name);
      if (!file) return undefined;
      // A blob of blobs reads from the disk when it is read.
      return new Blob(await database.getAll('chunks', chunksOf(file.id)));
    },
    names: () => database.getAllKeys('files'),
  };
}

/** Keys of a file's chunks. */
function chunksOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Number.POSITIVE_INFINITY]);
}

class BlobWriter {
  #parts: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;
  #chunks = 0;

  constructor(
    readonly database: StoreDatabase,
    readonly name: string,
  ) {}

  async write(bytes: Uint8Array): Promise<void> {
    this.#parts.push(bytes.slice());
    this.#size += bytes.length;
    if (this.#size >= CHUNK) await this.#flush();
  }

  async close(): Promise<void> {
    if (this.#size > 0) await this.#flush();
  }

  async #flush(): Promise<void> {
    const blob = new Blob(this.#parts);
    this.#parts = [];
    this.#size = 0;
    const transaction = this.database.transaction(['files', 'chunks'], 'readwrite');
    const key: [string, number] = [this.name, this.#chunks];
    this.#chunks += 1;
    await Promise.all([
      transaction.objectStore('chunks').put(blob, key),
      transaction.objectStore('files').put({ id: this.name, chunks: this.#chunks }, this.name),
      transaction.done,
    ]);
  }
}
