import { expect, test } from 'vitest';
import { numberNames } from './teacher';

test('numberNames gives equal names equal numbers, in order of first use', () => {
  expect([...numberNames(['b', 'a', 'b', 'c', 'a'])]).toEqual([0, 1, 0, 2, 1]);
  expect([...numberNames([])]).toEqual([]);
});
