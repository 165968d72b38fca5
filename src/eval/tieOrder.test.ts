import { expect, test } from 'vitest';
import { trecTieOrder } from './tieOrder';

const sorted = (ids: string[]) => {
  const out: string[] = [];
  trecTieOrder(ids).forEach((position, document) => {
    out[position] = ids[document]!;
  });
  return out;
};

test('orders ids descending as bytes: digits are no numbers, a prefix is smaller', () => {
  expect(sorted(['1', '10', '2', '9', '09'])).toEqual(['9', '2', '10', '1', '09']);
  expect(sorted(['a', '', 'ab', 'B'])).toEqual(['ab', 'a', 'B', '']);
});

test('compares UTF-8, where an astral character beats U+FF41, unlike UTF-16', () => {
  expect('😀' < 'ａ').toBe(true);
  expect(sorted(['ａ', '😀', 'é', 'z'])).toEqual(['😀', 'ａ', 'é', 'z']);
});

test('refuses an id that occurs twice', () => {
  expect(() => trecTieOrder(['a', 'b', 'a'])).toThrow('document id "a" occurs twice');
});
