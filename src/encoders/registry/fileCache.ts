/** Remembers downloaded files by address. Methods may reject: whoever uses it goes on without. */
export interface FileCache {
  get(url: string): Promise<Uint8Array | undefined>;
  has(url: string): Promise<boolean>;
  put(url: string, bytes: Uint8Array): Promise<void>;
}

const NAME = 'encoders/1';

/**
 * The browser's Cache API, which keeps large files on disk until the user clears the site's data; undefined where there
 * is none (no secure context).
 */
export function browserFileCache(storage: CacheStorage | undefined): FileCache | undefined {
  if (!storage) return undefined;
  const open = () => storage.open(NAME);
  return {
    async get(url) {
      const found = await (await open()).match(url);
      return found && new Uint8Array(await found.arrayBuffer());
    },
    async has(url) {
      return (await (await open()).match(url)) !== undefined;
    },
    async put(url, bytes) {
      await (await open()).put(url, new Response(bytes as Uint8Array<ArrayBuffer>));
    },
  };
}

/** A cache that lives as long as the page. */
export function memoryFileCache(): FileCache {
  const files = new Map<string, Uint8Array>();
  return {
    get: async (url) => files.get(url),
    has: async (url) => files.has(url),
    put: async (url, bytes) => void files.set(url, bytes),
  };
}
