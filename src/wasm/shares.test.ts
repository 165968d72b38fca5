import { describe, expect, test } from 'vitest';
import { openWasmPool, solveWasm } from '.';
import { batchShares, cutShares, documentShare, worthwhile } from './shares';

describe('cutShares', () => {
  const cut = (costs: number[], count: number) =>
    cutShares(costs, count).map(({ first, last }) => [first, last]);

  test('cuts equal items evenly and leaves none out', () => {
    expect(cut([1, 1, 1, 1, 1, 1], 3)).toEqual([
      [0, 2],
      [2, 4],
      [4, 6],
    ]);
    expect(cut([1, 1, 1], 1)).toEqual([[0, 3]]);
  });

  test('gives no more shares than items, and none for none', () => {
    expect(cut([5, 1], 4)).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(cut([], 4)).toEqual([]);
  });

  test('a large item stands against many small ones', () => {
    expect(cut([100, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10], 2)).toEqual([
      [0, 1],
      [1, 11],
    ]);
  });

  test('every share is within the largest item of the mean', () => {
    const costs = Array.from({ length: 97 }, (_, at) => 1 + ((at * 37) % 50));
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / 4;
    const shares = cutShares(costs, 4);
    expect(shares.flatMap(({ first, last }) => costs.slice(first, last))).toEqual(costs);
    for (const { first, last } of shares) {
      const sum = costs.slice(first, last).reduce((total, cost) => total + cost, 0);
      expect(Math.abs(sum - mean)).toBeLessThan(50);
    }
  });
});

test('work is shared only where each share is worth it', () => {
  expect(worthwhile([4, 4, 4], 5, 4)).toBe(2);
  expect(worthwhile([1, 1], 5, 4)).toBe(1);
  expect(worthwhile([100, 100], 5, 4)).toBe(4);
  expect(worthwhile([], 5, 4)).toBe(1);
});

test('shares of a batch, put together, are the batch', () => {
  const [rowCounts, columnCounts, d] = [[3, 1, 4], [2, 5, 6], 2];
  const x = Float32Array.from({ length: 8 * d }, (_, at) => Math.sin(at + 1));
  const y = Float32Array.from({ length: 13 * d }, (_, at) => Math.cos(3 * at));
  const start = Float32Array.from({ length: 21 }, (_, at) => at / 100);
  const batch = { x, y, d, rowCounts, columnCounts, start };
  const settings = { eps: 0.1, iterations: 7 };
  const whole = solveWasm(batch, settings, { plan: true });
  const parts = batchShares(batch, [
    { first: 0, last: 1 },
    { first: 1, last: 3 },
  ]);
  expect(parts[1]!.place).toEqual({ row: 3, column: 2, entry: 6 });
  const plans = parts.map((part) => solveWasm(part.batch, settings, { plan: true }).plan!);
  expect(plans.flatMap((plan) => [...plan])).toEqual([...whole.plan!]);
});

test('a share of documents keeps its own offsets', () => {
  const input = {
    d: 1,
    queries: Float32Array.of(1),
    queryOffsets: [0, 1],
    documents: Float32Array.of(1, 2, 3, 4, 5),
    documentOffsets: [0, 2, 2, 5],
  };
  const share = documentShare(input, { first: 1, last: 3 });
  expect([...share.documents]).toEqual([3, 4, 5]);
  expect(share.documentOffsets).toEqual(Uint32Array.of(0, 0, 3));
});

describe('the pool in a thread of its own', () => {
  const batch = {
    x: Float32Array.of(1, 0, 0, 1),
    y: Float32Array.of(0, 1),
    d: 2,
    rowCounts: [1, 1],
    columnCounts: [1, 0],
  };
  const settings = { eps: 0.1, iterations: 3 };

  test('answers as solveWasm does, refuses what it refuses, and nothing once closed', async () => {
    const pool = await openWasmPool({ threads: 3 });
    const good = { ...batch, x: batch.x.subarray(0, 2), rowCounts: [1], columnCounts: [1] };
    const [got, want] = [await pool.solve(good, settings), solveWasm(good, settings)];
    expect([...got.status]).toEqual([...want.status]);
    expect(
      (
        await pool.solve(
          {
            ...batch,
            x: new Float32Array(),
            y: new Float32Array(),
            rowCounts: [],
            columnCounts: [],
          },
          settings,
        )
      ).status.length,
    ).toBe(0);
    await expect(pool.solve(batch, settings)).rejects.toThrow('problem 1 has 1 x 0 tokens');
    pool.close();
    await expect(pool.solve(good, settings)).rejects.toThrow('was closed');
  });

  test('wants at least one thread', async () => {
    await expect(openWasmPool({ threads: 0 })).rejects.toThrow('threads must be a whole number');
  });
});
