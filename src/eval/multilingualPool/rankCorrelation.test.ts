import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageRanks } from './averageRanks';
import golden from './golden.json';
import { meanRankCorrelation, spearman } from './rankCorrelation';

describe('averageRanks', () => {
  it('shares places among equals', () => {
    expect([...averageRanks([30, 10, 20, 20])]).toEqual([4, 1, 2.5, 2.5]);
    expect([...averageRanks([])]).toEqual([]);
    expect([...averageRanks([0, -0, 0])]).toEqual([2, 2, 2]);
  });

  it('counts the smaller and half of the equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (values) => {
        const naive = values.map(
          (value) =>
            values.filter((other) => other < value).length +
            (values.filter((other) => other === value).length + 1) / 2,
        );
        expect([...averageRanks(values)]).toEqual(naive);
      }),
    );
  });
});

describe('spearman', () => {
  it.each(golden.spearman)('agrees with SciPy, ties and all', ({ a, b, r }) => {
    expect(Math.abs(spearman(a, b)! - r)).toBeLessThan(1e-12);
  });

  it('is 1 for one order, -1 for its reverse, blind to the scale', () => {
    expect(spearman([1, 2, 3, 9], [0.1, 0.2, 0.3, 0.4])).toBeCloseTo(1, 14);
    expect(spearman([1, 2, 3, 9], [4, 3, 2, 1])).toBeCloseTo(-1, 14);
  });

  it('has no value without an order', () => {
    expect([spearman([], []), spearman([1], [2]), spearman([1, 2], [3, 3])]).toEqual([
      null,
      null,
      null,
    ]);
    expect(() => spearman([1, 2], [1])).toThrow('equally long, got 2, 1');
    expect(() => spearman([1, Number.NaN], [1, 2])).toThrow('value 1 is NaN');
    expect(() => spearman([1, 1 / 0], [1, 2])).toThrow('value 1 is Infinity');
  });
});

describe('meanRankCorrelation', () => {
  const up = [1, 2, 3, 4];
  const down = [4, 3, 2, 1];
  const near = [1, 2, 4, 3]; // r = .8 with up

  it('averages over pairs and queries', () => {
    const got = meanRankCorrelation([
      [up, up, near],
      [up, down, up],
    ]);
    expect(got.value).toBeCloseTo((1 + 0.8 + 0.8 - 1 + 1 - 1) / 6, 14);
    const pairs = [
      [1, 0, 0.9],
      [0, 1, -0.1],
      [0.9, -0.1, 1],
    ];
    pairs.forEach((row, i) => {
      row.forEach((want, j) => {
        expect(got.pairs[i]![j]).toBeCloseTo(want, 14);
      });
    });
    expect([got.queries, got.skipped]).toEqual([2, 0]);
  });

  it('is 1 where the language of the query does not matter', () => {
    function* queries() {
      for (let q = 0; q < 5; q++) {
        const scores = Array.from({ length: 30 }, (_, i) => (i * 17 + q) % 31);
        yield [scores, scores, Float32Array.from(scores)];
      }
    }
    expect(meanRankCorrelation(queries()).value).toBeCloseTo(1, 14);
  });

  it('leaves out and counts what has no correlation', () => {
    const got = meanRankCorrelation([
      [up, null, up],
      [up, [7, 7, 7, 7], near],
    ]);
    expect(got).toMatchObject({ queries: 2, skipped: 4 });
    expect(got.value).toBeCloseTo(0.9, 14);
    expect([got.pairs[0]![1], got.pairs[2]![1]]).toEqual([null, null]);
    expect(JSON.parse(JSON.stringify(got))).toEqual(got);
  });

  it('has no value without queries or with one language', () => {
    expect(meanRankCorrelation([])).toEqual({ value: null, pairs: [], queries: 0, skipped: 0 });
    expect(meanRankCorrelation([[up]])).toEqual({
      value: null,
      pairs: [[1]],
      queries: 1,
      skipped: 0,
    });
  });

  it('refuses pools and languages that do not match', () => {
    expect(() => meanRankCorrelation([[up, [1, 2]]])).toThrow('query 0 ranks pools of 4 and 2');
    expect(() => meanRankCorrelation([[up, up], [up]])).toThrow('query 1 has 1 languages');
  });
});
