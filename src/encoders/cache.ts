/** What is remembered of one text. */
export interface CachedVectors {
  /** `[tokens, dimension]` row-major, the exact floats of the run. */
  readonly vectors: Float32Array;
  readonly pieces: readonly string[];
  readonly truncated: boolean;
}

/** Remembers vectors by key. May reject: whoever uses it goes on without. */
export interface VectorCache {
  /** Entries in the order of `keys`, undefined where there is none. */
  get(keys: readonly string[]): Promise<(CachedVectors | undefined)[]>;
  /** Stores all entries; an old entry under the same key is replaced. */
  put(entries: readonly (readonly [key: string, value: CachedVectors])[]): Promise<void>;
}

/** A cache that lives as long as the page. */
export function memoryCache(): VectorCache {
  const entries = new Map<string, CachedVectors>();
  return {
    async get(keys) {
      return keys.map((key) => entries.get(key));
    },
    async put(pairs) {
      for (const [key, value] of pairs) entries.set(key, value);
    },
  };
}
