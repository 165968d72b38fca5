import { sha256 } from '@noble/hashes/sha2.js';
import { blobFile, type ReadProblem, type StreamedFile } from '../data';
import { parseShard } from './parseShard';
import { factsOf, SHARD_SCHEMA, shardBytes } from './shardFormat';
import { explained } from './storeFull';
import { DAMAGED, DRAFT, LOCK, quarantine, type StoreParts } from './storeParts';
import { sweep } from './sweep';
import type { ShardAbout, ShardContent, ShardFiles, ShardRecord } from './types';

/** An opened shard; its bytes were compared with its hash. */
export interface OpenedShard {
  readonly record: ShardRecord;
  readonly content: ShardContent;
  readonly problems: readonly ReadProblem[];
}

export const NOT_STATED = 'not stated';

/**
 * Checked rows in the browser's storage, each import one file named by the SHA-256 of its content. A file is written
 * under another name and renamed when it is whole, so a crash leaves nothing half; two tabs take turns.
 */
export class ShardStore {
  private constructor(readonly parts: StoreParts) {}

  /** Opens the store and clears what a crash left behind. */
  static async open(parts: StoreParts): Promise<ShardStore> {
    await sweep(parts);
    return new ShardStore(parts);
  }

  /**
   * Stores rows; equal content is one shard, whose first record stays.
   *
   * @throws StoreFullError if the quota is spent; nothing is stored then.
   */
  async save(content: ShardContent, about: ShardAbout): Promise<ShardRecord> {
    const { files, locks, newName } = this.parts;
    const draft = `${DRAFT}${newName()}`;
    const { name } = factsOf(content);
    // Held as long as the draft is written, so that no other tab takes it for a crash's.
    return locks.hold(`${LOCK}/${draft}`, 'exclusive', async () => {
      try {
        const written = await writeDraft(files, draft, content);
        return await locks.hold(LOCK, 'exclusive', () =>
          this.#commit(draft, { ...written, ...recordOf(content, about) }, about.problems),
        );
      } catch (error) {
        await files.remove(draft).catch(() => undefined);
        throw explained(error, name);
      }
    });
  }

  /** Records, newest first. */
  async list(): Promise<ShardRecord[]> {
    const records = [...(await this.parts.records.list())];
    return records.sort((a, b) => b.added - a.added || (a.hash < b.hash ? -1 : 1));
  }

  /**
   * Reads a shard back.
   *
   * @throws Error if there is none, or it is damaged: it is put apart then, and the list says so.
   */
  async read(hash: string): Promise<OpenedShard> {
    const { records, locks } = this.parts;
    const record = await records.get(hash);
    if (!record) throw new Error(`No stored data has the hash ${hash.slice(0, 12)}.`);
    if (record.damage !== undefined) throw damageError(record, record.damage);
    let content: ShardContent;
    try {
      content = await locks.hold(LOCK, 'shared', () => this.#checked(record));
    } catch (error) {
      const why = await locks.hold(LOCK, 'exclusive', () => this.#putApart(record));
      if (why !== undefined) throw damageError(record, why);
      const detail = error instanceof Error ? error.message : String(error);
      throw new Error(`${record.name} cannot be opened: ${detail}.`, { cause: error });
    }
    return { record, content, problems: await records.problems(hash) };
  }

  /** Deletes a shard, damaged or not. @returns the bytes that are free again. */
  async delete(hash: string): Promise<number> {
    const { files, records, locks } = this.parts;
    return locks.hold(LOCK, 'exclusive', async () => {
      const record = await records.get(hash);
      // The record first: a file without one is swept away.
      await records.remove(hash);
      await files.remove(hash);
      await files.remove(`${DAMAGED}${hash}`);
      return record?.bytes ?? 0;
    });
  }

  /** Bytes of all shards. */
  async bytes(): Promise<number> {
    return (await this.parts.records.list()).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async #commit(
    draft: string,
    record: ShardRecord,
    problems: readonly ReadProblem[],
  ): Promise<ShardRecord> {
    const { files, records } = this.parts;
    const before = await records.get(record.hash);
    if (before && before.damage === undefined) {
      await files.remove(draft);
      if (before.licence !== NOT_STATED || record.licence === NOT_STATED) return before;
      const stated = { ...before, licence: record.licence };
      await records.put(stated);
      return stated;
    }
    await files.rename(draft, record.hash);
    try {
      await records.put(record, problems);
    } catch (error) {
      await files.remove(record.hash).catch(() => undefined);
      throw error;
    }
    await files.remove(`${DAMAGED}${record.hash}`);
    return record;
  }

  async #checked({ hash, kind, name, languages }: ShardRecord): Promise<ShardContent> {
    const blob = await this.parts.files.read(hash);
    if (!blob) throw new Error('its file is gone');
    const whole = blobFile(name, blob);
    const digest = sha256.create();
    const file = hashed(whole, digest);
    if (kind === 'vectors') for await (const _ of file.chunks());
    const content =
      kind === 'vectors' ? ({ kind, file: whole, languages } as const) : await parseShard(file);
    if (hex(digest.digest()) !== hash) throw new Error('its SHA-256 is not its name');
    return content;
  }

  /** Puts a shard apart if its bytes are not those that were stored. @returns why, undefined where they are. */
  async #putApart({ hash }: ShardRecord): Promise<string | undefined> {
    // Another tab may have deleted it in the meantime.
    const record = await this.parts.records.get(hash);
    const blob = record && (await this.parts.files.read(hash));
    if (!record) return undefined;
    const why = blob ? await damageOf(record, blob) : 'its file is gone';
    if (why !== undefined) await quarantine(this.parts, record, why);
    return why;
  }
}

async function damageOf(record: ShardRecord, blob: Blob): Promise<string | undefined> {
  if (blob.size !== record.bytes) return `it has ${blob.size} of ${record.bytes} bytes`;
  const digest = sha256.create();
  for await (const chunk of blobFile(record.name, blob).chunks()) digest.update(chunk);
  const found = hex(digest.digest());
  return found === record.hash ? undefined : `its SHA-256 is ${found.slice(0, 12)}…, not its name`;
}

type Digest = ReturnType<typeof sha256.create>;

function hashed(file: StreamedFile, digest: Digest): StreamedFile {
  return {
    path: file.path,
    async *chunks() {
      for await (const chunk of file.chunks()) {
        digest.update(chunk);
        yield chunk;
      }
    },
  };
}

async function writeDraft(
  files: ShardFiles,
  draft: string,
  content: ShardContent,
): Promise<{ readonly hash: string; readonly bytes: number }> {
  const digest = sha256.create();
  const writer = await files.create(draft);
  let bytes = 0;
  try {
    for await (const batch of shardBytes(content)) {
      digest.update(batch);
      await writer.write(batch);
      bytes += batch.length;
    }
  } finally {
    await writer.close();
  }
  return { hash: hex(digest.digest()), bytes };
}

function recordOf(
  content: ShardContent,
  { sources, problems, leftOut, licence, added }: ShardAbout,
): Omit<ShardRecord, 'hash' | 'bytes'> {
  return {
    kind: content.kind,
    ...factsOf(content),
    ...{ sources, added, schema: SHARD_SCHEMA },
    licence: licence.trim() || NOT_STATED,
    problems: problems.length,
    ...(leftOut !== undefined && { leftOut }),
  };
}

function damageError({ name }: ShardRecord, why: string): Error {
  return new Error(`${name} is damaged and was not opened: ${why}. Delete it and import it again.`);
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
