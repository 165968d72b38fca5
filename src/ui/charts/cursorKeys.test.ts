import { expect, it } from 'vitest';
import { moveCell } from './cursorKeys';

it('starts in the corner, stays inside, leaves on Escape', () => {
  expect(moveCell('ArrowRight', null, 3, 4)).toEqual({ row: 0, column: 0 });
  expect(moveCell('ArrowUp', { row: 0, column: 1 }, 3, 4)).toEqual({ row: 0, column: 1 });
  expect(moveCell('ArrowDown', { row: 1, column: 1 }, 3, 4)).toEqual({ row: 2, column: 1 });
  expect(moveCell('ArrowRight', { row: 1, column: 3 }, 3, 4)).toEqual({ row: 1, column: 3 });
  expect(moveCell('End', { row: 1, column: 0 }, 3, 4)).toEqual({ row: 1, column: 3 });
  expect(moveCell('PageDown', { row: 0, column: 2 }, 3, 4)).toEqual({ row: 2, column: 2 });
  expect(moveCell('Escape', { row: 1, column: 1 }, 3, 4)).toBeNull();
});

it('leaves other keys alone', () => {
  expect(moveCell('Tab', { row: 1, column: 1 }, 3, 4)).toBeUndefined();
});
