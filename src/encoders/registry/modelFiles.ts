import type { Hearing } from './download';
import { type JsonFile, parseJsonFile } from './jsonFile';

/** Where the files of a model are from, as reports record it. */
export interface ModelOrigin {
  readonly kind: 'hub' | 'folder';
  /** The hub's id, or the folder's name. */
  readonly name: string;
  /** As it was asked for; of the hub alone. */
  readonly revision?: string;
  /** The commit that the revision pointed to, 40 hexadecimal digits; of the hub alone. */
  readonly commit?: string;
  readonly endpoint?: string;
  readonly licence?: string;
}

/** The files of one model, read when they are asked for. */
export interface ModelFiles {
  readonly origin: ModelOrigin;
  /** Bytes by path; undefined where the number is not known. */
  readonly sizes: ReadonlyMap<string, number | undefined>;
  /** @throws Error naming the file, if it is not there or not what was promised. */
  read(path: string, hearing?: Hearing): Promise<Uint8Array>;
  /** Whether `read` needs no network. */
  isLocal(path: string): Promise<boolean>;
}

/** A JSON object of the model, undefined where there is no such file. */
export async function readJson(
  files: ModelFiles,
  path: string,
  signal?: AbortSignal,
): Promise<JsonFile | undefined> {
  if (!files.sizes.has(path)) return undefined;
  return parseJsonFile(await readText(files, path, signal), path);
}

export async function readText(
  files: ModelFiles,
  path: string,
  signal?: AbortSignal,
): Promise<string> {
  return new TextDecoder().decode(await files.read(path, signal ? { signal } : {}));
}
