export { findLicence } from './licence';
export { openShardStore, storageState } from './openShardStore';
export { NOT_STATED, type OpenedShard, ShardStore } from './shardStore';
export { StoreFullError } from './storeFull';
export type {
  LanguageRows,
  ShardAbout,
  ShardContent,
  ShardFiles,
  ShardKind,
  ShardRecord,
  ShardRecords,
  StorageState,
  StoredCollection,
} from './types';
