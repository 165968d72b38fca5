import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  meanAveragePrecision,
  reciprocalRank,
  rPrecision,
  successAt,
} from './averagePrecision';

describe('averagePrecision and its kin', () => {
  it('are right by hand, in any order of the ranks', () => {
    const ranks = Uint32Array.of(5, 1, 10);
    expect(averagePrecision(ranks)).toBe((1 / 1 + 2 / 5 + 3 / 10) / 3);
    expect([...ranks]).toEqual([5, 1, 10]); // left as it was
    expect(reciprocalRank([4, 2])).toBe(0.5);
    expect(rPrecision([1, 3, 9])).toBeCloseTo(2 / 3, 15);
    expect([successAt([3], 2), successAt([3], 3)]).toEqual([0, 1]);
  });

  it('give 1 for a perfect list and 1 / n for one document at the end', () => {
    expect(averagePrecision([1, 2, 3, 4])).toBe(1);
    expect(averagePrecision([1237])).toBe(1 / 1237);
  });

  it('are NaN without a relevant document', () => {
    for (const value of [
      averagePrecision([]),
      reciprocalRank([]),
      rPrecision([]),
      successAt([], 1),
    ])
      expect(value).toBeNaN();
  });

  it('refuse ranks that are no ranks', () => {
    expect(() => averagePrecision([0])).toThrow('at least 1, got 0');
    expect(() => averagePrecision([2, 2])).toThrow('rank 2 occurs twice');
    expect(() => reciprocalRank([1.5])).toThrow('RR: ranks must be integers');
    expect(() => successAt([1], 0)).toThrow('k must be');
  });
});

describe('meanAveragePrecision', () => {
  it('leaves skipped queries out and says how many remain', () => {
    expect(meanAveragePrecision(Float64Array.of(0.5, Number.NaN, 1))).toEqual({
      map: 0.75,
      queries: 2,
    });
    expect(meanAveragePrecision([0.5])).toEqual({ map: 0.5, queries: 1 });
    expect(meanAveragePrecision([Number.NaN])).toEqual({ map: Number.NaN, queries: 0 });
  });
});
