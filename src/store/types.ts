import type {
  Bitext,
  Corpus,
  DataFile,
  DataSourceRecord,
  Language,
  RankingCollection,
  ReadProblem,
} from '../data';

/** What the rows of a shard are; `vectors` is a file of token vectors as it was handed in. */
export const SHARD_KINDS = ['corpus', 'bitext', 'collection', 'vectors'] as const;
export type ShardKind = (typeof SHARD_KINDS)[number];

/** The checked rows of one import. */
export type ShardContent =
  | { readonly kind: 'corpus'; readonly corpus: Corpus }
  | { readonly kind: 'bitext'; readonly name: string; readonly bitexts: readonly Bitext[] }
  | StoredCollection
  | { readonly kind: 'vectors'; readonly file: DataFile; readonly languages: LanguageRows };

/** A collection with what a study has to know of how it was read. */
export interface StoredCollection {
  readonly kind: 'collection';
  readonly collection: RankingCollection;
  readonly notes: readonly string[];
  /** Documents by query of the run that is re-ranked. */
  readonly rerank?:
    | { readonly name: string; readonly lists: ReadonlyMap<string, readonly string[]> }
    | undefined;
}

/** Rows by language, in the order of their first row. */
export type LanguageRows = readonly { readonly language: Language; readonly rows: number }[];

/** What the rows do not say themselves. */
export interface ShardAbout {
  /** The files that gave the rows. */
  readonly sources: readonly DataSourceRecord[];
  readonly problems: readonly ReadProblem[];
  /** Rows left out, where the reader counts them. */
  readonly leftOut?: number | undefined;
  /** As the package or the user states it. */
  readonly licence: string;
  /** Milliseconds since 1970. */
  readonly added: number;
}

/** Everything known of a shard without opening it. */
export interface ShardRecord {
  /** SHA-256 of the shard's bytes, 64 hexadecimal digits; its name. */
  readonly hash: string;
  readonly kind: ShardKind;
  readonly name: string;
  readonly synthetic: boolean;
  readonly languages: LanguageRows;
  /** Rows, pairs, or a collection's queries and documents. */
  readonly rows: number;
  readonly bytes: number;
  readonly sources: readonly DataSourceRecord[];
  readonly licence: string;
  readonly added: number;
  /** Version of the line format. */
  readonly schema: number;
  readonly problems: number;
  readonly leftOut?: number | undefined;
  /** Why the shard cannot be used; its bytes are kept apart until it is deleted. */
  readonly damage?: string;
}

/** Files of the store by name. Every method rejects with what the browser throws. */
export interface ShardFiles {
  readonly backend: 'opfs' | 'indexeddb' | 'memory';
  /** Opens a new, empty file. */
  create(name: string): Promise<ShardWriter>;
  /** Gives a file another name, in place of a file that had it. */
  rename(from: string, to: string): Promise<void>;
  /** Undefined where there is no such file. */
  read(name: string): Promise<Blob | undefined>;
  /** Does nothing where there is no such file. */
  remove(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
}

export interface ShardWriter {
  write(bytes: Uint8Array): Promise<void>;
  /** The file is on the disk when it resolves. Must be called, after an error too. */
  close(): Promise<void>;
}

/** Records by hash; each write is one transaction. */
export interface ShardRecords {
  get(hash: string): Promise<ShardRecord | undefined>;
  list(): Promise<readonly ShardRecord[]>;
  problems(hash: string): Promise<readonly ReadProblem[]>;
  /** Writes a record, and its problems where they are given. */
  put(record: ShardRecord, problems?: readonly ReadProblem[]): Promise<void>;
  remove(hash: string): Promise<void>;
}

/** Locks that all tabs of the page share. */
export interface StoreLocks {
  hold<Result>(
    name: string,
    mode: 'exclusive' | 'shared',
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** Does the work where nobody holds the lock; false otherwise. */
  holdIfFree(name: string, work: () => Promise<void>): Promise<boolean>;
}

/** How much room the page has in the browser. */
export interface StorageState {
  /** Bytes that the whole page takes, models and caches included; null where the browser does not tell. */
  readonly usage: number | null;
  readonly quota: number | null;
  /** Whether the browser promised not to clear it when the disk runs full. */
  readonly persisted: boolean | null;
  /** Bytes of all shards. */
  readonly shardBytes: number;
  readonly backend: ShardFiles['backend'];
}
