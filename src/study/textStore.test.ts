import { describe, expect, test } from 'vitest';
import type { TokenSet } from '../train';
import { type RunUp, type TextEncoder, TextStore } from './textStore';

const tokenise = (text: string) => [0, ...[...text].map((letter) => letter.charCodeAt(0)), 1];
const options = { layer: 3, signal: new AbortController().signal, onProgress: () => {} };

/** One token a letter: `[letter, 1]`, so that every text is told from every other. */
function letterEncoder() {
  const asked: { texts: readonly string[]; layer: number }[] = [];
  const encoder: TextEncoder = {
    async encode(texts, { layer, onProgress }) {
      asked.push({ texts, layer });
      onProgress(texts.length, texts.length);
      const letters = texts.map((text) => [...text].map((letter) => letter.charCodeAt(0)));
      const offsets = new Uint32Array(texts.length + 1);
      letters.forEach((list, k) => {
        offsets[k + 1] = offsets[k]! + list.length;
      });
      const vectors = Float32Array.from(letters.flat().flatMap((letter) => [letter, 1]));
      return { vectors, offsets, dimension: 2 };
    },
    tokenise,
  };
  return { asked, encoder };
}

/** The letters behind selected vectors: rows are scaled, their ratios are not. */
const lettersOf = ({ vectors, offsets }: TokenSet, text: number) =>
  Array.from({ length: offsets[text + 1]! - offsets[text]! }, (_, k) => {
    const row = 2 * (offsets[text]! + k);
    return String.fromCharCode(Math.round(vectors[row]! / vectors[row + 1]!));
  }).join('');

describe('TextStore', () => {
  test('encodes each distinct text once, in order of first use, with the options', async () => {
    const { asked, encoder } = letterEncoder();
    const store = await TextStore.encode(['b', 'a', 'b', 'a'], encoder, options);
    expect(asked).toEqual([{ texts: ['b', 'a'], layer: 3 }]);
    expect(store.tokens).toBe(2);
  });

  test('selects any texts in any order, repeated too', async () => {
    const store = await TextStore.encode(
      ['one', 'three', '', 'ab'],
      letterEncoder().encoder,
      options,
    );
    const wanted = ['ab', 'one', '', 'ab', 'three'];
    const set = store.select(wanted);
    expect([...set.offsets]).toEqual([0, 2, 5, 5, 7, 12]);
    expect(wanted.map((_, k) => lettersOf(set, k))).toEqual(wanted);
  });

  test('rows have norm sqrt(dimension)', async () => {
    const store = await TextStore.encode(['xyz'], letterEncoder().encoder, options);
    const { vectors } = store.select(['xyz']);
    for (let row = 0; row < 3; row++)
      expect(Math.hypot(vectors[2 * row]!, vectors[2 * row + 1]!)).toBeCloseTo(Math.SQRT2, 6);
  });

  test('a selection is a copy', async () => {
    const store = await TextStore.encode(['a'], letterEncoder().encoder, options);
    store.select(['a']).vectors.fill(0);
    expect(lettersOf(store.select(['a']), 0)).toBe('a');
  });

  test('nothing selected is an empty set; no texts are an empty store', async () => {
    const store = await TextStore.encode([], letterEncoder().encoder, options);
    expect(store.tokens).toBe(0);
    expect(store.select([])).toEqual({
      vectors: new Float32Array(),
      offsets: new Uint32Array(1),
      dimension: 2,
    });
  });

  test('a text that was not encoded is named', async () => {
    const store = await TextStore.encode(['a'], letterEncoder().encoder, options);
    expect(() => store.select(['a', 'A'])).toThrow('TextStore: "A" was not encoded');
  });

  test('an encoder that answers for another number of texts is refused', async () => {
    const short: TextEncoder = {
      encode: async () => ({
        vectors: new Float32Array(2),
        offsets: Uint32Array.of(0, 1),
        dimension: 2,
      }),
      tokenise,
    };
    await expect(TextStore.encode(['a', 'b'], short, options)).rejects.toThrow(
      'TextStore: the encoder answered for 1 of 2 texts',
    );
  });

  test('cancelling reaches the encoder', async () => {
    const abort = new AbortController();
    abort.abort(new Error('stopped by hand'));
    const waiting: TextEncoder = {
      encode: async (_, { signal }) => {
        signal.throwIfAborted();
        throw new Error('not cancelled');
      },
      tokenise,
    };
    await expect(
      TextStore.encode(['a'], waiting, { ...options, signal: abort.signal }),
    ).rejects.toThrow('stopped by hand');
  });
});

describe('levels', () => {
  /** Adds `to - from` to every id or state: "running a layer" adds 1. */
  const runUp: RunUp = async ({ offsets, states, ids }, from, to) => {
    const below = from === 'ids' ? 0 : from;
    const values = Float32Array.from(states ?? ids!.map(Number), (value) => value + to - below);
    expect(values).toHaveLength(offsets.at(-1)!);
    return { states: values, width: 1 };
  };

  test('ids at the bottom; what lies between is computed from it, special tokens kept', async () => {
    const { encoder, asked } = letterEncoder();
    const levels = [2, 'ids', 2] as const;
    const store = await TextStore.encode(['ab', ''], encoder, { ...options, levels, runUp });
    expect(asked).toEqual([]);
    const [a, b] = [97, 98];
    expect(store.read(['', 'ab'], 'ids')).toEqual({
      offsets: Uint32Array.of(0, 2, 6),
      margin: 1,
      ids: Uint32Array.of(0, 1, 0, a, b, 1),
    });
    expect(store.read(['ab'], 2).states).toEqual(Float32Array.of(2, a + 2, b + 2, 3));
    // The last layer, 3, without its special tokens and scaled: width 1 leaves signs.
    expect(store.select(['ab'])).toEqual({
      vectors: Float32Array.of(1, 1),
      offsets: Uint32Array.of(0, 2),
      dimension: 1,
    });
    expect(store.read(['ab'], 'last')).toEqual({
      offsets: Uint32Array.of(0, 2),
      margin: 0,
      states: Float32Array.of(1, 1),
    });
  });

  test('a layer at the bottom is asked of the encoder', async () => {
    const { encoder, asked } = letterEncoder();
    const up: RunUp = async ({ states }) => ({ states: states!, width: 2 });
    const store = await TextStore.encode(['abc'], encoder, { ...options, levels: [1], runUp: up });
    expect(asked).toEqual([{ texts: ['abc'], layer: 1 }]);
    expect(store.read(['abc'], 1).states).toHaveLength(6);
    expect(store.select(['abc']).offsets).toEqual(Uint32Array.of(0, 1));
  });

  test('a level that was not asked for is refused', async () => {
    const store = await TextStore.encode(['a'], letterEncoder().encoder, options);
    expect(() => store.read(['a'], 4)).toThrow('TextStore: level 4 was not encoded');
  });
});
