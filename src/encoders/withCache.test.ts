import { describe, expect, it } from 'vitest';
import { memoryCache, type VectorCache } from './cache';
import { indexedDbCache } from './indexedDbCache';
import type { Encoder } from './types';
import { withCache } from './withCache';

/** One row a character, so that the vectors tell the text; counts what it is asked to encode. */
function countingEncoder(id = 'toy@1') {
  const asked: string[] = [];
  const encoder: Encoder = {
    id,
    dimension: 2,
    layers: 12,
    maxTokens: 512,
    executionProvider: 'wasm',
    threads: 1,
    spans: () => [],
    tokenise: (text) => ({ ids: new Int32Array(), pieces: [...text], truncated: text === 'cut' }),
    async encode(texts, { layer = 12 } = {}) {
      asked.push(...texts);
      const pieces = texts.map((text) => [...text]);
      const offsets = new Uint32Array(texts.length + 1);
      pieces.forEach((list, at) => {
        offsets[at + 1] = offsets[at]! + list.length;
      });
      const vectors = Float32Array.from(
        pieces.flat().flatMap((char) => [char.charCodeAt(0), layer]),
      );
      return { vectors, offsets, dimension: 2, pieces, truncated: +texts.includes('cut') };
    },
    close: async () => undefined,
  };
  return { encoder, asked };
}

describe('withCache', () => {
  it('gives the same result on a hit as on a miss, without a run', async () => {
    const { encoder, asked } = countingEncoder();
    const cached = withCache(encoder, memoryCache());
    const first = await cached.encode(['one', '', 'two', 'one', 'cut']);
    const again = await cached.encode(['one', '', 'two', 'one', 'cut']);
    expect(again).toEqual(first);
    expect(first).toEqual(await encoder.encode(['one', '', 'two', 'one', 'cut']));
    expect(asked.slice(0, 4)).toEqual(['one', '', 'two', 'cut']);
    expect(asked).toHaveLength(4 + 5);
  });

  it('keeps layers, policies and models apart', async () => {
    const cache = memoryCache();
    const { encoder, asked } = countingEncoder();
    await withCache(encoder, cache).encode(['a']);
    await withCache(encoder, cache).encode(['a'], { layer: 6 });
    await withCache(encoder, cache).encode(['a'], { layer: 6, specialTokens: 'keep' });
    expect(asked).toHaveLength(3);
    const other = countingEncoder('toy@2');
    await withCache(other.encoder, cache).encode(['a']);
    expect(other.asked).toHaveLength(1);
  });

  it('goes on without storage, with one note', async () => {
    const { encoder } = countingEncoder();
    const full: VectorCache = {
      get: async (keys) => keys.map(() => undefined),
      put: () => Promise.reject(new Error('QuotaExceededError')),
    };
    for (const [cache, reason] of [
      [full, 'QuotaExceededError'],
      [indexedDbCache(), 'not defined'],
    ] as const) {
      const notes: string[] = [];
      const cached = withCache(encoder, cache, (note) => notes.push(note));
      expect((await cached.encode(['ab'])).offsets).toEqual(Uint32Array.of(0, 2));
      await cached.encode(['ab']);
      expect(notes).toHaveLength(1);
      expect(notes[0]).toContain(reason);
    }
  });
});
