import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest } from '../gpu/testing';
import { raggedBatch, raggedLayout } from './ragged';

describe('raggedLayout', () => {
  test('packs problems one after the other and cuts rows into tiles of four', () => {
    const layout = raggedLayout([2, 1, 9], [3, 1, 2]);
    expect(layout).toMatchObject({ count: 3, rows: 12, columns: 6, entries: 25 });
    expect([...layout.problems]).toEqual([0, 0, 2, 3, 2, 3, 1, 1, 3, 4, 9, 2]);
    expect([...layout.planOffsets]).toEqual([0, 6, 7]);
    expect([...layout.rowTiles]).toEqual([0, 0, 1, 0, 2, 0, 2, 4, 2, 8]);
  });

  test('admits a batch of no problems', () => {
    expect(raggedLayout([], [])).toMatchObject({ count: 0, rows: 0, columns: 0, entries: 0 });
  });

  test('refuses an empty problem by its number, and lists of two lengths', () => {
    expect(() => raggedLayout([3, 0], [1, 1])).toThrow(
      'raggedLayout: problem 1 has 0 rows, wanted a whole number of at least 1',
    );
    expect(() => raggedLayout([3], [Number.NaN])).toThrow('problem 0 has NaN columns');
    expect(() => raggedLayout([3], [1, 1])).toThrow(ShapeError);
    expect(() => raggedLayout([2 ** 17], [2 ** 17])).toThrow('at most 2^32 - 1');
  });
});

gpuTest('raggedBatch uploads the layout', async ({ scope }) => {
  const batch = raggedBatch(scope, [2, 5], [3, 1]);
  expect([...(await scope.download(batch.problems))]).toEqual([0, 0, 2, 3, 2, 3, 5, 1]);
  expect([...(await scope.download(batch.planOffsets))]).toEqual([0, 6]);
  expect([...(await scope.download(batch.rowTiles))]).toEqual([0, 0, 1, 0, 1, 4]);
});
