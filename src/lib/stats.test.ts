import { describe, expect, it } from 'vitest';
import { mean, meanDefined, percentileInterval, quantileSorted, standardDeviation } from './stats';

describe('stats', () => {
  it('averages, leaving out NaN where the name says so', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(mean([])).toBeNaN();
    expect(meanDefined([1, Number.NaN, 3])).toEqual({ mean: 2, count: 2 });
    expect(meanDefined([Number.NaN])).toEqual({ mean: Number.NaN, count: 0 });
  });

  it('divides the variance by n - 1', () => {
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 15);
    expect(standardDeviation([1])).toBeNaN();
    expect(standardDeviation([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBe(1);
  });

  it('interpolates quantiles as NumPy does', () => {
    const sorted = [1, 2, 4, 8];
    expect([0, 0.25, 0.5, 0.9, 1].map((p) => quantileSorted(sorted, p))).toEqual([
      1, 1.75, 3, 6.800000000000001, 8,
    ]);
    expect(quantileSorted([5], 0.3)).toBe(5);
    expect(() => quantileSorted([], 0.5)).toThrow('at least one value');
    expect(() => quantileSorted([1], 1.1)).toThrow('got 1.1');
  });

  it('takes the central interval of unsorted draws', () => {
    const draws = Float64Array.from({ length: 101 }, (_, i) => 100 - i);
    expect(percentileInterval(draws, 0.5)).toEqual([25, 75]);
    expect(draws[0]).toBe(100); // not sorted in place
    expect(percentileInterval(Float64Array.of(Number.NaN, 2))).toEqual([2, 2]);
    expect(percentileInterval(Float64Array.of(Number.NaN))).toBeNull();
    expect(() => percentileInterval(draws, 1)).toThrow('level');
  });
});
