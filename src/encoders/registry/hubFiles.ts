import { sha256Hex } from '../hash';
import { download } from './download';
import type { FileCache } from './fileCache';
import { fileUrl, type HubFile, inWords, lookUp, quietly } from './hub';
import type { ModelFiles } from './modelFiles';
import { checkHubSource, type HubSource } from './source';

export interface HubFilesOptions {
  /** Where downloads are kept; without it they are loaded each time. */
  readonly cache?: FileCache | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told once where downloads cannot be kept. */
  readonly onNote?: (note: string) => void;
}

/**
 * A model of the hub at the commit that its revision points to now. Files are loaded when they are read, checked
 * against the hub's list (length, SHA-256 or git's SHA-1), kept, and taken from what is kept from then on.
 *
 * @throws RangeError for an id or revision that is none; Error as `lookUp` does.
 */
export async function hubFiles(
  source: Omit<HubSource, 'kind'>,
  { cache, signal, onNote = () => undefined }: HubFilesOptions = {},
): Promise<ModelFiles> {
  const hub = checkHubSource(source);
  const { commit, files, licence } = await lookUp(hub, cache, signal);
  const { id: name, revision, endpoint } = hub;
  const byPath = new Map(files.map((file) => [file.path, file]));
  const urlOf = (path: string) => fileUrl(hub, commit, path);
  let keeps = true;
  return {
    origin: { kind: 'hub', name, revision, commit, endpoint, ...(licence && { licence }) },
    sizes: new Map(files.map(({ path, bytes }) => [path, bytes])),
    async read(path, hearing = {}) {
      const file = byPath.get(path);
      if (!file) throw new Error(`encoder ${name}: the hub lists no file ${path}`);
      hearing.signal?.throwIfAborted();
      const kept = await quietly(cache?.get(urlOf(path)));
      // What is kept was checked before; another length means that it is not what was put there.
      if (kept?.length === file.bytes) {
        hearing.onBytes?.(kept.length);
        return kept;
      }
      const bytes = await download(urlOf(path), file.bytes, hearing).catch((error: unknown) => {
        hearing.signal?.throwIfAborted();
        throw inWords(error, hub);
      });
      await check(file, bytes, name);
      if (cache && keeps)
        await cache.put(urlOf(path), bytes).catch((error: Error) => {
          keeps = false;
          onNote(`${name} is not kept for the next time: ${error.message}`);
        });
      return bytes;
    },
    isLocal: async (path) => (await quietly(cache?.has(urlOf(path)))) ?? false,
  };
}

/** @throws Error naming file, found and wanted. Without a secure context there is no hash; the length was checked. */
async function check({ path, sha256, blob }: HubFile, bytes: Uint8Array, name: string) {
  if (sha256 !== undefined) {
    const found = await sha256Hex(bytes);
    if (found !== undefined && found !== sha256)
      throw new Error(`encoder ${name}: ${path}: found sha256 ${found}, want ${sha256}`);
  } else if (blob !== undefined) {
    const found = await gitBlob(bytes);
    if (found !== undefined && found !== blob)
      throw new Error(`encoder ${name}: ${path}: found git blob ${found}, want ${blob}`);
  }
}

/** The id that git gives to a file's content. */
export async function gitBlob(bytes: Uint8Array): Promise<string | undefined> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) return undefined;
  const head = new TextEncoder().encode(`blob ${bytes.length}\0`);
  const whole = new Uint8Array(head.length + bytes.length);
  whole.set(head);
  whole.set(bytes, head.length);
  const digest = new Uint8Array(await subtle.digest('SHA-1', whole));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
