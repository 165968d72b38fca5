import { expect, test } from 'vitest';
import { frozenPlans } from './frozenPlans';
import { type TextEncoder, TextStore } from './textStore';

/** A word is one of four orthogonal vectors, the same in both languages. */
const encoder: TextEncoder = {
  tokenise: () => [],
  async encode(texts) {
    const words = texts.map((text) => text.split(' ').filter(Boolean));
    const offsets = new Uint32Array(texts.length + 1);
    words.forEach((list, k) => {
      offsets[k + 1] = offsets[k]! + list.length;
    });
    const axis = (word: string) => 'abcd'.indexOf(word.at(-1)!);
    const vectors = words.flat().flatMap((word) => [0, 1, 2, 3].map((k) => +(k === axis(word))));
    return { vectors: Float32Array.from(vectors), offsets, dimension: 4 };
  },
};

test('plans are [English, foreign] and follow the words; a pair without tokens has an empty one', async () => {
  const pairs = [
    { english: 'a b', foreign: 'xb xa xb' },
    { english: 'c', foreign: '' },
    { english: 'd a', foreign: 'xa xd' },
  ];
  const texts = pairs.flatMap(({ english, foreign }) => [english, foreign]);
  const store = await TextStore.encode(texts, encoder, {
    layer: 6,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  const plans = await frozenPlans(store, pairs);
  expect(plans.map((plan) => plan.length)).toEqual([6, 0, 4]);
  for (const plan of [plans[0]!, plans[2]!])
    expect(plan.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 4);
  // Token masses are 1/2 against 1/3: all of xa, and of b all that there is, stay with their words.
  const [aToB, aToA, , bToB, bToA] = plans[0]!;
  expect(aToA).toBeCloseTo(1 / 3, 3);
  expect(bToA).toBeCloseTo(0, 3);
  expect(aToB! + bToB!).toBeCloseTo(1 / 3, 3);
  expect([...plans[2]!].map((mass) => Math.round(1000 * mass) / 1000)).toEqual([0, 0.5, 0.5, 0]);
});
