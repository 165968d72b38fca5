import type { ReadProblem } from '../data';
import { localLocks } from './locks';
import type { StoreParts } from './storeParts';
import type { ShardFiles, ShardRecord, ShardRecords } from './types';

/** A disk of so many bytes, with a switch that makes the next call of a method fail as in a crash. */
export class MemoryDisk {
  readonly contents = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly records = new Map<string, ShardRecord>();
  readonly problems = new Map<string, readonly ReadProblem[]>();
  /** Names of methods that throw. */
  readonly failing = new Set<string>();
  #names = 0;

  constructor(readonly quota = Number.POSITIVE_INFINITY) {}

  /** What a tab opens; `locks` are shared among tabs. */
  parts(locks = localLocks()): StoreParts {
    const newName = () => String(this.#names++);
    return { files: this.#files(), records: this.#recordStore(), locks, newName };
  }

  #used(): number {
    return [...this.contents.values()].reduce((sum, { length }) => sum + length, 0);
  }

  #check(method: string): void {
    if (this.failing.has(method)) throw new Error(`${method} failed`);
  }

  #files(): ShardFiles {
    const { contents } = this;
    return {
      backend: 'memory',
      create: async (name) => {
        contents.set(name, new Uint8Array());
        return {
          write: async (bytes) => {
            this.#check('write');
            if (this.#used() + bytes.length > this.quota)
              throw new DOMException('full', 'QuotaExceededError');
            const before = contents.get(name)!;
            contents.set(name, new Uint8Array([...before, ...bytes]));
          },
          close: async () => this.#check('close'),
        };
      },
      rename: async (from, to) => {
        this.#check('rename');
        contents.set(to, contents.get(from)!);
        contents.delete(from);
      },
      read: async (name) => {
        const bytes = contents.get(name);
        return bytes && new Blob([bytes]);
      },
      remove: async (name) => {
        this.#check('remove');
        contents.delete(name);
      },
      names: async () => [...contents.keys()],
    };
  }

  #recordStore(): ShardRecords {
    return {
      get: async (hash) => this.records.get(hash),
      list: async () => [...this.records.values()],
      problems: async (hash) => this.problems.get(hash) ?? [],
      put: async (record, problems) => {
        this.#check('put');
        this.records.set(record.hash, record);
        if (problems) this.problems.set(record.hash, problems);
      },
      remove: async (hash) => {
        this.records.delete(hash);
        this.problems.delete(hash);
      },
    };
  }
}
