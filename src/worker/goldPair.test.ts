import { expect, it } from 'vitest';
import { judgePair, readGold } from './goldPair';

const input = (text: string) => ({ path: 'gold.txt', bytes: new TextEncoder().encode(text) });
// Two words of which the first has two tokens, against two words.
const pair = {
  plan: Float32Array.of(0.3, 0.02, 0.02, 0.3, 0.03, 0.33),
  ...{ n: 3, m: 2, sourceWords: Int32Array.of(0, 0, 1), targetWords: Int32Array.of(0, 1) },
};

it('reads sure and possible links, counted from either number', () => {
  const gold = readGold({ input: input('1-1 2p2\n\n'), format: 'pharaoh', first: 1 });
  expect(gold).toEqual([
    { id: null, sure: [{ i: 0, j: 0 }], possible: [{ i: 1, j: 1 }] },
    { id: null, sure: [], possible: [] },
  ]);
});

it('judges the links of the plan', () => {
  const [gold] = readGold({ input: input('0-0 1p1'), format: 'pharaoh', first: 0 });
  const { links, scores } = judgePair({ ...pair, gold: gold! });
  expect(links).toEqual([
    { i: 0, j: 0 },
    { i: 1, j: 1 },
  ]);
  expect(scores).toMatchObject({ precision: 1, recall: 1, aer: 0 });
  const [wrong] = readGold({ input: input('0-1'), format: 'pharaoh', first: 0 });
  expect(judgePair({ ...pair, gold: wrong! }).scores.aer).toBe(1);
});

it('says when gold links are of another sentence', () => {
  const [gold] = readGold({ input: input('0-0 5-1'), format: 'pharaoh', first: 0 });
  expect(() => judgePair({ ...pair, gold: gold! })).toThrow('5-1 is beyond');
});
