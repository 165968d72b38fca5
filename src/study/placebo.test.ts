import { expect, test } from 'vitest';
import { applyPlacebo, limitPairs } from './placebo';

const PAIRS = Array.from({ length: 50 }, (_, k) => ({ english: `en ${k}`, foreign: `sw ${k}` }));

test('none leaves the pairs as they are', () => {
  expect(applyPlacebo(PAIRS, 'none')).toBe(PAIRS);
});

test('shuffled keeps both sides and gives no foreign text its translation, the same each time', () => {
  const shuffled = applyPlacebo(PAIRS, 'shuffled');
  expect(shuffled.map(({ foreign }) => foreign)).toEqual(PAIRS.map(({ foreign }) => foreign));
  expect(new Set(shuffled.map(({ english }) => english))).toEqual(
    new Set(PAIRS.map(({ english }) => english)),
  );
  expect(shuffled.some(({ english }, k) => english === PAIRS[k]!.english)).toBe(false);
  expect(applyPlacebo(PAIRS, 'shuffled')).toEqual(shuffled);
});

test('english has English on both sides', () => {
  expect(applyPlacebo(PAIRS.slice(0, 2), 'english')).toEqual([
    { english: 'en 0', foreign: 'en 0' },
    { english: 'en 1', foreign: 'en 1' },
  ]);
});

test('a limit of 0 takes all', () => {
  expect(limitPairs(PAIRS, 0)).toHaveLength(50);
  expect(limitPairs(PAIRS, 3)).toEqual(PAIRS.slice(0, 3));
  expect(limitPairs(PAIRS, 99)).toHaveLength(50);
});
