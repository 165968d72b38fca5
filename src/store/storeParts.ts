import type { ShardFiles, ShardRecord, ShardRecords, StoreLocks } from './types';

/** What a store stands on. */
export interface StoreParts {
  readonly files: ShardFiles;
  readonly records: ShardRecords;
  readonly locks: StoreLocks;
  /** A name that nobody else has, for a file that is being written. */
  readonly newName: () => string;
}

export const LOCK = 'corpus-store';
/** Names of files that are being written, and of those whose bytes are not what they were. */
export const DRAFT = 'draft-';
export const DAMAGED = 'damaged-';

/** Puts a damaged shard apart; nothing reads it again. */
export async function quarantine(
  { files, records }: StoreParts,
  record: ShardRecord,
  damage: string,
): Promise<void> {
  if (await files.read(record.hash)) await files.rename(record.hash, `${DAMAGED}${record.hash}`);
  await records.put({ ...record, damage });
}
