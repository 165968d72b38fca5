import type { CachedVectors, VectorCache } from './cache';
import { sha256Hex } from './hash';
import type { Encoded, EncodeOptions, Encoder } from './types';

/** Looks texts up before encoding them; keys hash the model, the layer, the policy, the role and the text. */
async function keysOf(
  encoder: Encoder,
  texts: readonly string[],
  { layer = encoder.layers, specialTokens = 'drop', role = 'query' }: EncodeOptions,
): Promise<string[]> {
  const seen = encoder.hasRoles ? `${specialTokens} ${role}` : specialTokens;
  const prefix = `${encoder.id}\n${encoder.executionProvider}\n${layer}\n${seen}\n`;
  return Promise.all(
    texts.map(async (text) => {
      const hash = await sha256Hex(prefix + text);
      if (hash === undefined)
        throw new Error('hashing needs a secure context (https or localhost)');
      return hash;
    }),
  );
}

function split(
  encoded: Encoded,
  encoder: Encoder,
  texts: readonly string[],
  { role }: EncodeOptions,
): CachedVectors[] {
  const { vectors, offsets, dimension, pieces, truncated } = encoded;
  return texts.map((text, at) => ({
    // A copy: storing a view would store the whole buffer behind it.
    vectors: vectors.slice(offsets[at]! * dimension, offsets[at + 1]! * dimension),
    pieces: pieces[at]!,
    truncated: truncated > 0 && encoder.tokenise(text, role).truncated,
  }));
}

function join(parts: readonly CachedVectors[], dimension: number): Encoded {
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, at) => {
    offsets[at + 1] = offsets[at]! + part.pieces.length;
  });
  const vectors = new Float32Array(offsets[parts.length]! * dimension);
  parts.forEach((part, at) => {
    vectors.set(part.vectors, offsets[at]! * dimension);
  });
  const truncated = parts.filter((part) => part.truncated).length;
  return { vectors, offsets, dimension, pieces: parts.map((part) => part.pieces), truncated };
}

/**
 * The same encoder with a memory: a text that was encoded before, by the same model, provider and
 * layer, gives the same floats without a run. Each distinct new text is encoded once.
 *
 * A cache that fails (no IndexedDB, quota spent) is told once through `onNote` and then left alone;
 * it never makes `encode` fail.
 */
export function withCache(
  encoder: Encoder,
  cache: VectorCache,
  onNote: (note: string) => void = () => undefined,
): Encoder {
  let broken = false;
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (broken) return undefined;
    try {
      return await work();
    } catch (error) {
      broken = true;
      const reason = error instanceof Error ? error.message : String(error);
      onNote(`Vectors are not cached: ${reason}`);
      return undefined;
    }
  };

  async function encode(texts: readonly string[], options: EncodeOptions = {}): Promise<Encoded> {
    options.signal?.throwIfAborted();
    const known = new Map<string, CachedVectors>();
    const distinct = [...new Set(texts)];
    const keys = await attempt(() => keysOf(encoder, distinct, options));
    const found = keys && (await attempt(() => cache.get(keys)));
    found?.forEach((value, at) => {
      if (value) known.set(distinct[at]!, value);
    });
    const missing = distinct.filter((text) => !known.has(text));
    const fresh = split(await encoder.encode(missing, options), encoder, missing, options);
    fresh.forEach((value, at) => {
      known.set(missing[at]!, value);
    });
    if (keys) {
      const keyOf = new Map(distinct.map((text, at) => [text, keys[at]!]));
      const entries = missing.map((text, at) => [keyOf.get(text)!, fresh[at]!] as const);
      if (entries.length > 0) await attempt(() => cache.put(entries));
    }
    return join(
      texts.map((text) => known.get(text)!),
      encoder.dimension,
    );
  }
  return { ...encoder, encode };
}
