import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChunkLimits, chunkBatches, LARGEST_BINDING, problemFlops } from './chunkBatches';
import { raggedLayout } from './ragged';

const ROOMY: ChunkLimits = {
  bytesPerBinding: 2 ** 30,
  flopsPerDispatch: 1e12,
  d: 128,
  iterations: 50,
};

const uniform = (count: number, n: number, m = n) =>
  raggedLayout(Array(count).fill(n), Array(count).fill(m));

describe('chunkBatches', () => {
  test('leaves a small batch whole and an empty one without ranges', () => {
    expect(chunkBatches(uniform(7, 32), ROOMY)).toEqual([{ from: 0, to: 7 }]);
    expect(chunkBatches({ count: 0, problems: new Uint32Array() }, ROOMY)).toEqual([]);
  });

  test('cuts at the operations of a dispatch', () => {
    const each = problemFlops(32, 32, 128, 50);
    expect(each).toBe(32 * 32 * (2 * 128 + 2 * 128 + 4 * 50));
    const cut = chunkBatches(uniform(7, 32), { ...ROOMY, flopsPerDispatch: 3 * each });
    expect(cut).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 6 },
      { from: 6, to: 7 },
    ]);
  });

  test('cuts at a number of problems', () => {
    const lengths = chunkBatches(uniform(5, 4), { ...ROOMY, problems: 2 });
    expect(lengths.map(({ from, to }) => to - from)).toEqual([2, 2, 1]);
  });

  test('a problem beyond the operations is a range of its own', () => {
    const layout = raggedLayout([2, 60, 2], [2, 60, 2]);
    const cut = chunkBatches(layout, { ...ROOMY, flopsPerDispatch: 1e4 });
    expect(cut.map(({ from, to }) => to - from)).toEqual([1, 1, 1]);
  });

  test.each([
    ['rows of x', 64, 1, 4, false, 64 * 128 * 4],
    ['columns of y', 1, 64, 4, false, 64 * 128 * 4],
    ['rows as halves', 64, 1, 2, false, 64 * 128 * 2],
    ['the gradient, float32 also where y is halves', 1, 64, 2, false, 64 * 128 * 4],
    ['plan entries', 600, 600, 4, true, 600 * 600 * 4],
  ] as const)('cuts at the bytes of %s', (_, n, m, elementBytes, plan, bytes) => {
    const limits = { ...ROOMY, elementBytes, plan, bytesPerBinding: 2 * bytes };
    const lengths = (limit: number) =>
      chunkBatches(uniform(5, n, m), { ...limits, bytesPerBinding: limit }).map(
        ({ from, to }) => to - from,
      );
    expect(lengths(2 * bytes)).toEqual([2, 2, 1]);
    expect(lengths(2 * bytes - 1)).toEqual([1, 1, 1, 1, 1]);
  });

  test('never binds more than 128 MiB, whatever the device offers', () => {
    // 4096 x 64 tokens of 384 dimensions: 403 MB a side.
    const cut = chunkBatches(uniform(4096, 64), { ...ROOMY, d: 384, bytesPerBinding: 2 ** 30 });
    const each = 64 * 384 * 4;
    expect(cut[0]).toEqual({ from: 0, to: Math.floor(LARGEST_BINDING / each) });
    expect(cut.length).toBe(4);
  });

  test('every problem is in one range, in order, no range breaks a limit or could take one more', () => {
    const size = fc.integer({ min: 1, max: 64 });
    const sizes = fc.array(fc.tuple(size, size), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 60 }), (list, budget) => {
        const [d, iterations] = [8, 5];
        const limits = {
          d,
          iterations,
          bytesPerBinding: 64 * d * 4 * 3,
          flopsPerDispatch: budget * 1e4,
        };
        const rows = list.map(([n]) => n);
        const layout = raggedLayout(
          rows,
          list.map(([, m]) => m),
        );
        const fits = (from: number, to: number) => {
          const part = list.slice(from, to);
          const sum = (f: (n: number, m: number) => number) =>
            part.reduce((total, [n, m]) => total + f(n, m), 0);
          return (
            sum((n, m) => problemFlops(n, m, d, iterations)) <= limits.flopsPerDispatch &&
            sum((n) => n * d * 4) <= limits.bytesPerBinding &&
            sum((_, m) => m * d * 4) <= limits.bytesPerBinding
          );
        };
        let at = 0;
        for (const { from, to } of chunkBatches(layout, limits)) {
          expect(from).toBe(at);
          expect(to).toBeGreaterThan(from);
          if (to - from > 1) expect(fits(from, to)).toBe(true);
          if (to < list.length) expect(fits(from, to + 1)).toBe(false);
          at = to;
        }
        expect(at).toBe(list.length);
      }),
    );
  });

  test('refuses a problem that no binding holds, and limits that are not positive', () => {
    const limits = { ...ROOMY, bytesPerBinding: 1000 };
    expect(() => chunkBatches(uniform(2, 32), limits)).toThrow(
      'problem 0 (32 x 32, d 128) needs a binding of 16384 bytes, at most 1000 are allowed',
    );
    for (const name of ['bytesPerBinding', 'flopsPerDispatch', 'd', 'iterations'] as const)
      expect(() => chunkBatches(uniform(1, 1), { ...ROOMY, [name]: 0 })).toThrow(
        `${name} must be positive, got 0`,
      );
  });
});
