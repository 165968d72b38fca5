import { describe, expect, test } from 'vitest';
import type { OtSettings } from '../kernels';
import { layOut, sliceBatch } from './hostBatch';

const SETTINGS = { eps: 0.1, iterations: 1 };
const BATCH = {
  x: Float32Array.of(1, 2, 3),
  y: Float32Array.of(4, 5, 6),
  d: 1,
  rowCounts: [1, 2],
  columnCounts: [2, 1],
};

describe('layOut', () => {
  const check =
    (change: object, settings: OtSettings = SETTINGS) =>
    () =>
      layOut('solve', { ...BATCH, ...change }, settings);

  test('lays a sound batch out', () => {
    const layout = check({ weights: Float32Array.of(1, 0.5, 0.5, 1, 0, 1) })();
    expect([layout.count, layout.rows, layout.columns, layout.entries]).toEqual([2, 3, 3, 4]);
  });

  test.each([
    [{ d: 0 }, 'd must be a whole number >= 1, got 0'],
    [{ d: 2 }, 'solve x: expected shape [6], got [3]'],
    [{ y: Float32Array.of(1) }, 'solve y: expected shape [3], got [1]'],
    [{ columnCounts: [3] }, 'expected shape [2], got [1]'],
    [{ weights: Float32Array.of(1) }, 'solve weights: expected shape [6], got [1]'],
    [{ start: Float32Array.of(1) }, 'solve start: expected shape [6], got [1]'],
    [
      { x: Float32Array.of(1, Number.NaN, 3) },
      'solve x: row 1, dimension 0: expected a finite number up to 100000000000000000, got NaN',
    ],
    [
      { weights: Float32Array.of(1, 0.5, 0.5, 1, -1, 1) },
      'solve weights: problem 1, rows: token 1: expected a weight >= 0, got -1',
    ],
    [
      { weights: Float32Array.of(1, 0.5, 0.25, 1, 0, 1) },
      'solve weights: problem 0, columns: expected weights that sum to 1, got 0.75',
    ],
  ])('refuses %o', (change, message) => {
    expect(check(change)).toThrow(message);
  });

  test('unbalanced weights need not sum to 1, but to more than 0', () => {
    const marginals = { kind: 'unbalanced', rhoX: 1, rhoY: 1 } as const;
    const weights = Float32Array.of(3, 0.5, 0.25, 1, 0, 0);
    expect(check({ weights }, { ...SETTINGS, marginals })).toThrow(
      'problem 1, columns: expected weights that sum to more than 0, got 0',
    );
    weights[5] = 7;
    expect(check({ weights }, { ...SETTINGS, marginals })).not.toThrow();
  });
});

test('sliceBatch gives the problems in between', () => {
  const batch = { ...BATCH, weights: Float32Array.of(1, 0.5, 0.5, 0.25, 0.75, 1) };
  const layout = layOut('solve', batch, SETTINGS);
  const part = sliceBatch(batch, layout, 1, 2);
  expect([...part.x]).toEqual([2, 3]);
  expect([...part.y]).toEqual([6]);
  expect([part.rowCounts, part.columnCounts]).toEqual([[2], [1]]);
  expect([...part.weights!]).toEqual([0.25, 0.75, 1]);
});
