import { ask, HttpError, UnreachableError } from './download';
import type { FileCache } from './fileCache';
import { type JsonFile, parseJsonFile } from './jsonFile';
import type { HubSource } from './source';

/** A file as the hub lists it. */
export interface HubFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the bytes, of files in large-file storage. */
  readonly sha256?: string;
  /** SHA-1 of git's blob: `blob LENGTH NUL` and the bytes. */
  readonly blob?: string;
}

/** A model at one commit. */
export interface HubListing {
  /** 40 hexadecimal digits. */
  readonly commit: string;
  readonly files: readonly HubFile[];
  readonly licence?: string;
  /** True where the hub was not reached and what it said before was taken. */
  readonly remembered: boolean;
}

const COMMIT = /^[0-9a-f]{40}$/;
const MOST_PAGES = 50;

/**
 * Looks up what a revision points to and what files are there, sizes included; nothing of the model itself is loaded.
 * What the hub said is remembered, and taken where it cannot be reached.
 *
 * @throws Error for people: no such model or revision, private or gated, unreachable and not remembered.
 */
export async function lookUp(
  source: Required<HubSource>,
  cache: FileCache | undefined,
  signal?: AbortSignal,
): Promise<HubListing> {
  const { id, revision, endpoint } = source;
  const api = `${endpoint}/api/models/${id}`;
  let remembered = false;
  const get = async (url: string): Promise<{ text: string; next?: string | undefined }> => {
    try {
      const response = await ask(url, signal);
      const page = { text: await response.text(), next: nextPage(response) };
      await quietly(cache?.put(url, new TextEncoder().encode(JSON.stringify(page))));
      return page;
    } catch (error) {
      signal?.throwIfAborted();
      const before = error instanceof UnreachableError && (await quietly(cache?.get(url)));
      if (!before) throw inWords(error, source);
      remembered = true;
      return JSON.parse(new TextDecoder().decode(before));
    }
  };
  const about = parseJsonFile(
    (await get(`${api}/revision/${encodeURIComponent(revision)}`)).text,
    `what the hub says of ${id}`,
  );
  const commit = about.text('sha');
  if (commit === undefined || !COMMIT.test(commit))
    throw about.fail(
      'sha',
      `found ${JSON.stringify(about.get('sha'))}, want a commit of 40 digits`,
    );
  const files: HubFile[] = [];
  let url: string | undefined = `${api}/tree/${commit}?recursive=true`;
  for (let page = 0; url !== undefined && page < MOST_PAGES; page++) {
    const { text, next } = await get(url);
    files.push(...filesOf(text, id));
    url = next;
  }
  const licence = licenceOf(about);
  return { commit, files, ...(licence && { licence }), remembered };
}

/** The address of a file of a model at a commit. */
export function fileUrl({ endpoint, id }: Required<HubSource>, commit: string, path: string) {
  return `${endpoint}/${id}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Says what a status means and what to do; the hub answers 401 for a model that is not there, too. */
export function inWords(error: unknown, { id, revision, endpoint }: Required<HubSource>): unknown {
  if (error instanceof UnreachableError)
    return new Error(
      `${id}: the hub at ${endpoint} cannot be reached (${error.message}), and this browser has not kept the model`,
      { cause: error },
    );
  if (!(error instanceof HttpError)) return error;
  if (error.status === 401 || error.status === 403)
    return new Error(
      `${id}: the hub refuses it (status ${error.status}): it is private, gated, or does not exist. ` +
        'Optical Bench takes no tokens: download the model yourself and open its folder.',
      { cause: error },
    );
  if (error.status === 404)
    return new Error(`${id}: the hub has no such model, file or revision (${revision})`, {
      cause: error,
    });
  return new Error(`${id}: ${error.message}`, { cause: error });
}

/** A cache that fails is no reason to fail. */
export async function quietly<T>(work: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}

function nextPage(response: Response): string | undefined {
  return /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
}

function filesOf(text: string, id: string): HubFile[] {
  const file = `the hub's list of the files of ${id}`;
  return (parseJsonFile(`{"list":${text}}`, file).objects('list') ?? [])
    .filter((entry) => entry.text('type') === 'file')
    .map((entry) => {
      const path = entry.text('path');
      const bytes = entry.get('size');
      if (path === undefined || !Number.isSafeInteger(bytes) || Number(bytes) < 0)
        throw entry.fail('size', `found ${JSON.stringify(bytes)} for ${path}, want bytes`);
      const { oid } = (entry.get('lfs') ?? {}) as { readonly oid?: unknown };
      const blob = entry.text('oid');
      return {
        path,
        bytes: Number(bytes),
        ...(typeof oid === 'string' ? { sha256: oid } : blob !== undefined && { blob }),
      };
    });
}

function licenceOf(about: JsonFile): string | undefined {
  const card = (about.get('cardData') ?? {}) as { readonly license?: unknown };
  return typeof card.license === 'string' ? card.license : undefined;
}
