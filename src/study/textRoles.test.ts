import { expect, test } from 'vitest';
import type { TextEncoder } from './textEncoder';
import { TextStore } from './textStore';

/** One token a text: its length, and 100 more for a passage. */
function encoder(hasRoles: boolean, asked: string[] = []): TextEncoder {
  return {
    hasRoles,
    tokenise: () => [],
    encode: async (texts, { role }) => {
      asked.push(...texts.map((text) => `${role} ${text}`));
      const vectors = Float32Array.from(texts, (text) =>
        hasRoles && role === 'passage' ? 100 + text.length : text.length,
      );
      const offsets = Uint32Array.from({ length: texts.length + 1 }, (_, at) => at);
      return { vectors, offsets, dimension: 1 };
    },
  };
}

const OPTIONS = {
  ...{ layer: 1, normalise: false, signal: new AbortController().signal },
  onProgress: () => undefined,
};
const TEXTS = { query: ['a', 'bb'], passage: ['bb', 'ccc'] };

test('a text has vectors of its own in each role where these differ', async () => {
  const store = await TextStore.encode(TEXTS, encoder(true), OPTIONS);
  expect([...store.select(['bb', 'a']).vectors]).toEqual([2, 1]);
  expect([...store.select(['ccc', 'bb'], 'passage').vectors]).toEqual([103, 102]);
  expect(() => store.select(['ccc'])).toThrow('"ccc" was not encoded');
  expect(store.hasRoles).toBe(true);
  expect(store.tokens).toBe(4);
});

test('where they do not, it is encoded once and found in both', async () => {
  const asked: string[] = [];
  const store = await TextStore.encode(TEXTS, encoder(false, asked), OPTIONS);
  expect(asked).toEqual(['query a', 'query bb', 'query ccc']);
  expect(store.select(['ccc'], 'query')).toEqual(store.select(['ccc'], 'passage'));
  expect(store.hasRoles).toBe(false);
});

test('levels are not read in roles', async () => {
  const options = { ...OPTIONS, levels: [0] };
  await expect(TextStore.encode(TEXTS, encoder(true), options)).rejects.toThrow(
    'levels are read without roles',
  );
});
