/** A file of a local folder: its path below or with the folder's name, and where its bytes are. */
export interface FolderFile {
  /** `/` between parts. */
  readonly path: string;
  /** The bytes themselves, a file that the browser holds, or an address on the page's own server. */
  readonly content: Uint8Array | Blob | { readonly url: string; readonly bytes?: number };
}

/** A model of the Hugging Face hub, or of a mirror that answers the same addresses. */
export interface HubSource {
  readonly kind: 'hub';
  /** `ORGANISATION/NAME`. */
  readonly id: string;
  /** A commit, a tag or a branch; what it points to is looked up and recorded. Default `main`. */
  readonly revision?: string;
  /** Default `HUB`. */
  readonly endpoint?: string;
}

/** A model's folder on the user's disk. */
export interface FolderSource {
  readonly kind: 'folder';
  readonly name: string;
  readonly files: readonly FolderFile[];
}

/** Where an encoder comes from. */
export type EncoderSource = { readonly kind: 'embedded' } | HubSource | FolderSource;

/** The public hub. */
export const HUB = 'https://huggingface.co';
/** What a hub id is, as the hub itself checks it; nothing in it can climb out of an address. */
const ID = /^(?!.*\.\.)[\w-][\w.-]*(\/[\w-][\w.-]*)?$/;
const REVISION = /^(?!.*\.\.)[\w-][\w./-]*$/;

/** How configs, reports and the command line spell a source: `embedded`, `folder:NAME`, or the hub's id. */
export function sourceName(source: EncoderSource): string {
  if (source.kind === 'embedded') return 'embedded';
  return source.kind === 'hub' ? source.id : `folder:${source.name}`;
}

/**
 * Fills in the defaults of a hub's model.
 *
 * @throws RangeError for an id, revision or endpoint that is none, with what was got and wanted.
 */
export function checkHubSource({
  id,
  revision = 'main',
  endpoint = HUB,
}: Omit<HubSource, 'kind'>): Required<HubSource> {
  if (!ID.test(id))
    throw new RangeError(`encoder: expected an id such as ORGANISATION/NAME, got "${id}"`);
  if (!REVISION.test(revision))
    throw new RangeError(`encoder ${id}: expected a commit, tag or branch, got "${revision}"`);
  if (!/^https?:\/\/[^\s?#]+$/.test(endpoint))
    throw new RangeError(`encoder ${id}: expected the hub's http(s) address, got "${endpoint}"`);
  return { kind: 'hub', id, revision, endpoint: endpoint.replace(/\/+$/, '') };
}
